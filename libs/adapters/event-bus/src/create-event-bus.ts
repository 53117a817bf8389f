import { services, type ServiceName } from '@earshot/contracts';
import { Failure, type Clock, type EventBus } from '@earshot/ports';
import { EmbeddedEventBus } from './embedded/embedded-event-bus.js';
import { MessageJournal, type MessageJournalOptions } from './embedded/journal/message-journal.js';
import { KafkaEventBus, type KafkaEventBusOptions } from './kafka/kafka-event-bus.js';
import { KinesisEventBus, type KinesisEventBusOptions } from './kinesis/kinesis-event-bus.js';

export const eventBusKinds = ['embedded', 'kafka', 'kinesis'] as const;
export type EventBusKind = (typeof eventBusKinds)[number];

export interface EventBusOptions {
  readonly kind: EventBusKind;
  /** The services of this process. */
  readonly inProcess: readonly ServiceName[];
  readonly clock: Clock;
  /** Where the embedded bus keeps messages for the next process. Without it, they end with this process. */
  readonly journal?: Omit<MessageJournalOptions, 'clock'>;
  /** Reads the settings of Kafka. Called only if `kind` is `kafka`. */
  readonly kafka?: () => Omit<KafkaEventBusOptions, 'clock'>;
  /** Reads the settings of Kinesis. Called only if `kind` is `kinesis`. */
  readonly kinesis?: () => Omit<KinesisEventBusOptions, 'clock'>;
}

/**
 * Creates the bus of a process. Each client library is loaded at its first use, so a process loads only what its own bus needs.
 * The embedded bus refuses a process that lacks a service, because messages for that service would be lost. Throws a
 * `Failure`: `BUS_EMBEDDED_NEEDS_ONE_PROCESS` or `BUS_CONFIG_INCOMPLETE`.
 */
export function createEventBus({ kind, inProcess, clock, journal, kafka, kinesis }: EventBusOptions): EventBus {
  if (kind === 'kafka') {
    if (kafka === undefined) throw unsupportedBus(kind);
    return new KafkaEventBus({ ...kafka(), clock });
  }
  if (kind === 'kinesis') {
    if (kinesis === undefined) throw unsupportedBus(kind);
    return new KinesisEventBus({ ...kinesis(), clock });
  }
  const missing = services.filter((service) => !inProcess.includes(service));
  if (missing.length > 0) {
    throw new Failure(
      'BUS_EMBEDDED_NEEDS_ONE_PROCESS',
      `EARSHOT_BUS: the embedded bus needs all services in one process; this one lacks ${missing.join(', ')}. Run apps/standalone.`,
    );
  }
  return new EmbeddedEventBus(clock, journal && new MessageJournal({ ...journal, clock }));
}

const unsupportedBus = (kind: EventBusKind) =>
  new Failure('BUS_CONFIG_INCOMPLETE', `EARSHOT_BUS: this program does not support ${kind}`);
