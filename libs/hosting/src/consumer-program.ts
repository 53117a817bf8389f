import type { z } from 'zod';
import { parseEvent, type EventOn, type TopicName, type ErrorCode } from '@earshot/contracts';
import { Failure, type Delivery } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { serviceProgram, type ProgramConfig, type ServiceProgram } from './service-program.js';

/** A consumer of one's own that reads a topic beside the services. */
export interface Consumer<Topic extends TopicName, Shape extends z.ZodRawShape> {
  /** Its group on the bus: processes of one name share the calls among them. Not the name of a service. */
  readonly name: string;
  readonly topic: Topic;
  /** Its own settings. */
  readonly schema: z.ZodObject<Shape>;
  /** Builds the handler once; it is called with one call's events in order, and with each at least once. */
  create(config: ProgramConfig<Shape>, process: ProcessContext): (event: EventOn<Topic>) => Promise<void>;
}

/** Tries of an event whose failure is not said to pass. */
const MAX_ATTEMPTS = 5;

/**
 * The program of a consumer. An event whose handling fails is handed over again before later ones of its call; a `Failure`
 * that is `retryable` for as long as it takes, any other at most five times, after which it is passed over and counted.
 */
export const consumerProgram = <Topic extends TopicName, Shape extends z.ZodRawShape>(
  consumer: Consumer<Topic, Shape>,
): ServiceProgram<Shape> =>
  serviceProgram({
    name: consumer.name,
    schema: consumer.schema,
    opensCalls: false,
    start: async (config, host) => {
      const { bus, logger, metrics } = host.process;
      const log = logger.child({ service: consumer.name });
      const passedOver = metrics.counter('earshot_consumer_passed_over_total', 'Events a consumer gave up on', [
        'code',
      ]);
      const handle = consumer.create(config, host.process);
      const passOver = (delivery: Delivery, code: ErrorCode) => {
        passedOver.add(1, { code });
        log.error({ topic: delivery.topic, key: delivery.key, code, attempts: delivery.attempt }, 'event passed over');
      };
      const subscription = await bus.subscribe({
        topic: consumer.topic,
        as: { group: consumer.name },
        acknowledge: 'on-return',
        handle: async (delivery) => {
          const event = parseEvent(delivery.value);
          if (!event.ok) return passOver(delivery, event.error.code);
          try {
            await handle(event.value as EventOn<Topic>);
          } catch (error) {
            const passes = error instanceof Failure && error.retryable;
            const code = error instanceof Failure ? error.code : 'UNEXPECTED';
            if (!passes && delivery.attempt >= MAX_ATTEMPTS) return passOver(delivery, code);
            log.warn(
              { topic: delivery.topic, key: delivery.key, code, attempt: delivery.attempt },
              'event handler failed',
            );
            throw error;
          }
        },
      });
      return { close: () => subscription.close(), facts: { topic: consumer.topic } };
    },
  });
