import { services, type ServiceName } from '@earshot/contracts';
import { Failure, type Clock, type EventBus } from '@earshot/ports';
import { EmbeddedEventBus } from './embedded/embedded-event-bus.js';
import { KafkaEventBus, type KafkaEventBusOptions } from './kafka/kafka-event-bus.js';
import type { KinesisEventBusOptions } from './kinesis/kinesis-event-bus.js';
import { LateKinesisBus } from './kinesis/late-kinesis-bus.js';

export const eventBusKinds = ['embedded', 'kafka', 'kinesis'] as const;
export type EventBusKind = (typeof eventBusKinds)[number];

export interface EventBusOptions {
  readonly kind: EventBusKind;
  readonly inProcess: readonly ServiceName[];
  readonly clock: Clock;
  /** Asked for when Kafka is chosen; its client is loaded at the first use. */
  readonly kafka?: () => Omit<KafkaEventBusOptions, 'clock'>;
  /** The same for Kinesis. */
  readonly kinesis?: () => Omit<KinesisEventBusOptions, 'clock'>;
}

/**
 * The bus for a process that runs `inProcess`. The embedded one refuses to start where it would lie: a service that
 * runs alone would publish to nobody. `Failure` `BUS_EMBEDDED_NEEDS_ONE_PROCESS`, `BUS_CONFIG_INCOMPLETE`.
 */
export function createEventBus(options: EventBusOptions): EventBus {
  if (options.kind === 'kafka') {
    if (options.kafka === undefined)
      throw new Failure('BUS_CONFIG_INCOMPLETE', 'EARSHOT_BUS: kafka is not to be had here');
    return new KafkaEventBus({ ...options.kafka(), clock: options.clock });
  }
  if (options.kind === 'kinesis') {
    if (options.kinesis === undefined)
      throw new Failure('BUS_CONFIG_INCOMPLETE', 'EARSHOT_BUS: kinesis is not to be had here');
    return new LateKinesisBus({ ...options.kinesis(), clock: options.clock });
  }
  const missing = services.filter((service) => !options.inProcess.includes(service));
  if (missing.length > 0) {
    throw new Failure(
      'BUS_EMBEDDED_NEEDS_ONE_PROCESS',
      `EARSHOT_BUS: the embedded bus needs all services in one process, ${missing.join(', ')} are not in this one; run apps/standalone`,
    );
  }
  return new EmbeddedEventBus(options.clock);
}
