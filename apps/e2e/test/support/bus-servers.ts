import { services } from '@earshot/contracts';
import {
  createEventBus,
  kinesisConfigSchema,
  kinesisSettings,
  type EventBusKind,
  type KafkaSettings,
} from '@earshot/event-bus';
import type { EventBus, Logger, ShardLeases } from '@earshot/ports';
import { newUuid, systemClock } from '@earshot/runtime';
import { CapturingMetrics, findKafkaHome, startKafka, startKinesis } from '@earshot/testing';

process.env['AWS_ACCESS_KEY_ID'] = 'spec';
process.env['AWS_SECRET_ACCESS_KEY'] = 'spec';

const kafkaHome = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']);
if (kafkaHome === undefined)
  process.stderr.write('skipped: Kafka is not installed (run node tools/workspace/ensure-kafka.mjs)\n');

/** Settings of a bus whose server the test started, and the end of that server. */
export interface BusServer {
  readonly kinesis?: Readonly<Record<string, string>>;
  readonly kafka?: KafkaSettings;
  dispose(): Promise<void>;
}

export const busServers: Readonly<Record<EventBusKind, () => Promise<BusServer>>> = {
  embedded: async () => ({ dispose: async () => undefined }),
  kinesis: async () => {
    const { endpoint, dispose } = await startKinesis();
    const kinesis = {
      AWS_REGION: 'eu-central-1',
      KINESIS_ENDPOINT: endpoint,
      KINESIS_STREAM_PREFIX: `s${Date.now()}.`,
    };
    return { kinesis: { ...kinesis, KINESIS_POLL_MS: '50', KINESIS_SHARDS: '1' }, dispose };
  },
  kafka: async () => {
    const server = await startKafka({ home: kafkaHome ?? '' });
    const times = { lingerMs: 2, sessionTimeoutMs: 6_000, rebalanceTimeoutMs: 20_000 };
    return {
      kafka: { brokers: server.brokers, topicPrefix: `s${Date.now()}.`, compression: 'none', ...times },
      dispose: () => server.dispose(),
    };
  },
};

/** The buses whose servers this machine has. */
export const busKinds = (['embedded', 'kinesis', 'kafka'] as const).filter(
  (kind) => kind !== 'kafka' || kafkaHome !== undefined,
);

/** The bus of one more process. Kinesis needs the leases. `clientName`: the service as which it reads, where the broker asks. */
export function openBus(
  kind: EventBusKind,
  server: BusServer,
  {
    logger,
    leases,
    clientName = 'spec',
  }: { readonly logger: Logger; readonly leases: ShardLeases; readonly clientName?: string },
): EventBus {
  const tools = { newId: newUuid, logger, metrics: new CapturingMetrics() };
  return createEventBus({
    kind,
    inProcess: services,
    clock: systemClock,
    kinesis: () => ({ settings: kinesisSettings(kinesisConfigSchema.parse(server.kinesis)), leases, ...tools }),
    kafka: () => ({ settings: server.kafka as KafkaSettings, clientName, ...tools }),
  });
}

/** The limit of the test ends it. */
export async function until<T>(find: () => Promise<T | undefined> | T | undefined | false): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
