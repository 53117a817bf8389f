import { topicNames, type ServiceName } from '@earshot/contracts';
import { createEventBus, EmbeddedEventBus, kafkaSettings, kinesisSettings } from '@earshot/event-bus';
import {
  canPing,
  type Clock,
  type EventBus,
  type Logger,
  type Metrics,
  type NewId,
  type ShardLeases,
} from '@earshot/ports';
import type { ProcessConfig } from './hosting.config.js';

/** The bus of a process, with what only a host asks of it. */
export interface OpenBus {
  readonly bus: EventBus;
  /** Rejects, retryable, while its servers cannot answer. */
  ping(): Promise<void>;
  /** Resolves when what was published is handled, where that happens in this process: for a drain in the order of the path. */
  settle(): Promise<void>;
}

const DRAIN_STAGE_MS = 5_000;
const HELD_EVERY_MS = 2_000;

export interface BusTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What the process is called on the brokers. */
  readonly clientName: string;
  /** Who reads which shard, where that is ours to keep. */
  readonly leases: ShardLeases;
}

/**
 * The bus that the settings choose, for a process that runs `inProcess`. `Failure` `BUS_EMBEDDED_NEEDS_ONE_PROCESS`,
 * `BUS_CONFIG_INCOMPLETE`.
 */
export function openBus(config: ProcessConfig, inProcess: readonly ServiceName[], tools: BusTools): OpenBus {
  const bus = createEventBus({
    kind: config.EARSHOT_BUS,
    inProcess,
    clock: tools.clock,
    kafka: () => ({ settings: kafkaSettings(config), ...tools }),
    kinesis: () => ({ settings: kinesisSettings(config), ...tools }),
  });
  if (bus instanceof EmbeddedEventBus) watchHeld(bus, tools);
  return {
    bus,
    ping: async () => (canPing(bus) ? bus.ping() : undefined),
    settle: async () => {
      if (bus instanceof EmbeddedEventBus) await bus.settle(DRAIN_STAGE_MS);
    },
  };
}

function watchHeld(bus: EmbeddedEventBus, { clock, metrics }: { clock: Clock; metrics: Metrics }): void {
  const held = metrics.gauge('earshot_bus_held_messages', 'Messages not yet finished by every group', ['topic']);
  const read = () => {
    for (const topic of topicNames) held.set(bus.held(topic), { topic });
    clock.schedule(HELD_EVERY_MS, read);
  };
  read();
}
