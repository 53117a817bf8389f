import { join } from 'node:path';
import { topicNames, type ServiceName } from '@earshot/contracts';
import {
  createEventBus,
  EmbeddedEventBus,
  kafkaSettings,
  KinesisRecordStreams,
  kinesisSettings,
  sealEventBus,
} from '@earshot/event-bus';
import {
  canPing,
  Failure,
  type Clock,
  type EventBus,
  type Logger,
  type Metrics,
  type NewId,
  type RecordStreams,
  type ShardLeases,
} from '@earshot/ports';
import type { ProcessConfig } from './hosting.config.js';
import type { ProcessKeys } from './open-keys.js';

/** The bus of a process, with operations that only the host uses. */
export interface HostedEventBus {
  readonly bus: EventBus;
  /** Rejects with a retryable failure while the servers of the bus do not answer. */
  ping(): Promise<void>;
  /**
   * Resolves when the subscribers in this process have handled everything that was published, at the latest after 5 s.
   * Returns at once on a bus that keeps messages outside this process.
   */
  waitUntilHandled(): Promise<void>;
}

export interface EventBusTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Has a folder for the messages that the embedded bus keeps for the next process. Without it, they end with this process. */
  readonly dataDir?: string | undefined;
  /** The name of this process on the brokers. */
  readonly clientName: string;
  /** Needed by Kinesis, which does not assign shards to readers itself. */
  readonly leases?: ShardLeases | undefined;
  /** Without them, the messages of the sealed topics are neither sealed nor opened. */
  readonly keys?: Pick<ProcessKeys, 'messages' | 'journal'> | undefined;
}

const WAIT_UNTIL_HANDLED_MS = 5_000;
const MEASURE_HELD_EVERY_MS = 2_000;
const JOURNAL_FOLDER = 'bus';

/**
 * Opens the bus that the settings choose. `inProcess` names the services of this process. `Failure`
 * `BUS_EMBEDDED_NEEDS_ONE_PROCESS`, `BUS_CONFIG_INCOMPLETE`.
 */
export function openEventBus(
  config: ProcessConfig,
  inProcess: readonly ServiceName[],
  tools: EventBusTools,
): HostedEventBus {
  const bus = createEventBus({
    kind: config.EARSHOT_BUS,
    inProcess,
    clock: tools.clock,
    ...(tools.dataDir !== undefined && {
      journal: {
        directory: join(tools.dataDir, JOURNAL_FOLDER),
        cipher: tools.keys?.journal,
        onFailure: reportFailedWrites(tools),
      },
    }),
    kafka: () => ({ settings: kafkaSettings(config), ...tools }),
    kinesis: () => ({ settings: kinesisSettings(config), ...tools, leases: requireLeases(tools.leases) }),
  });
  if (bus instanceof EmbeddedEventBus) measureHeldMessages(bus, tools);
  const isInMemory = bus instanceof EmbeddedEventBus;
  return {
    // What stays in the memory of this process needs no seal.
    bus:
      isInMemory || tools.keys === undefined
        ? bus
        : sealEventBus(bus, tools.keys.messages, { sealsNumbers: config.EARSHOT_SEAL_NUMBERS }),
    ping: async () => (canPing(bus) ? bus.ping() : undefined),
    waitUntilHandled: async () => {
      if (bus instanceof EmbeddedEventBus) await bus.waitUntilHandled(WAIT_UNTIL_HANDLED_MS);
    },
  };
}

/** Opens the Kinesis streams that other programs write, whatever the bus of this process is. */
export const recordStreamsOpener =
  (config: ProcessConfig, leases: ShardLeases, tools: Pick<EventBusTools, 'clock' | 'newId' | 'logger'>) =>
  (): RecordStreams =>
    new KinesisRecordStreams({ settings: kinesisSettings(config), leases, ...tools });

function requireLeases(leases: ShardLeases | undefined): ShardLeases {
  if (leases !== undefined) return leases;
  throw new Failure(
    'BUS_CONFIG_INCOMPLETE',
    'DATABASE_URL: needed with EARSHOT_BUS=kinesis, because PostgreSQL holds the shard leases',
  );
}

/** The services go on without it: such messages are lost only if the process dies before it handles them. */
function reportFailedWrites({ logger, metrics }: EventBusTools): (error: unknown) => void {
  const failures = metrics.counter(
    'earshot_bus_journal_failures_total',
    'Writes of the embedded bus that failed: a crash would lose their messages',
  );
  return (error) => {
    failures.add(1);
    logger.warn({ err: error }, 'the embedded bus could not write messages to its folder; a crash would lose them');
  };
}

function measureHeldMessages(
  bus: EmbeddedEventBus,
  { clock, metrics }: Pick<EventBusTools, 'clock' | 'metrics'>,
): void {
  const held = metrics.gauge('earshot_bus_held_messages', 'Messages not yet finished by every group', ['topic']);
  const measure = () => {
    for (const topic of topicNames) held.set(bus.heldMessages(topic), { topic });
    clock.schedule(MEASURE_HELD_EVERY_MS, measure);
  };
  measure();
}
