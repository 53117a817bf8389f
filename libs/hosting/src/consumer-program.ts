import type { z } from 'zod';
import { parseEvent, type ErrorCode, type EventOn, type TopicName } from '@earshot/contracts';
import { Failure, type Delivery } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { serviceProgram, type ProgramConfig, type ServiceProgram } from './service-program.js';

/** A consumer that a team adds: it reads one topic beside the services. */
export interface Consumer<Topic extends TopicName, Shape extends z.ZodRawShape> {
  /** Also its group on the bus: the replicas of a consumer share its calls. Must not be the name of a service. */
  readonly name: string;
  readonly topic: Topic;
  /** Its own settings. */
  readonly schema: z.ZodObject<Shape>;
  /** Returns the handler. The handler gets one call's events in order, and each event at least once. */
  create(config: ProgramConfig<Shape>, process: ProcessContext): (event: EventOn<Topic>) => Promise<void>;
}

/** Attempts at an event whose failure is not retryable. */
const MAX_ATTEMPTS = 5;

/**
 * Makes a program of a consumer. It opens no database. If the handler fails, the bus delivers the event again before
 * later events of the same call: after a retryable `Failure` without limit, after any other error up to five times. Then
 * the event is skipped, logged and counted.
 */
export const consumerProgram = <Topic extends TopicName, Shape extends z.ZodRawShape>(
  consumer: Consumer<Topic, Shape>,
): ServiceProgram<Shape> =>
  serviceProgram({
    name: consumer.name,
    schema: consumer.schema,
    needs: [],
    opensCalls: false,
    start: async (config, { process }) => {
      const handle = consumer.create(config, process);
      const subscription = await process.bus.subscribe({
        topic: consumer.topic,
        as: { group: consumer.name },
        acknowledge: 'on-return',
        handle: handleDelivery(consumer.name, (event) => handle(event as EventOn<Topic>), process),
      });
      return { close: () => subscription.close(), facts: { topic: consumer.topic } };
    },
  });

function handleDelivery(
  name: string,
  handle: (event: unknown) => Promise<void>,
  { logger, metrics }: ProcessContext,
): (delivery: Delivery) => Promise<void> {
  const log = logger.child({ service: name });
  const skipped = metrics.counter('earshot_consumer_passed_over_total', 'Events a consumer gave up on', ['code']);
  const skip = ({ topic, key, attempt }: Delivery, code: ErrorCode) => {
    skipped.add(1, { code });
    log.error({ topic, key, code, attempts: attempt }, 'event skipped: its handler keeps failing or it cannot be read');
  };
  return async (delivery) => {
    const event = parseEvent(delivery.value);
    if (!event.ok) return skip(delivery, event.error.code);
    try {
      await handle(event.value);
    } catch (error) {
      const isRetryable = error instanceof Failure && error.retryable;
      const code = error instanceof Failure ? error.code : 'UNEXPECTED';
      const { topic, key, attempt } = delivery;
      if (!isRetryable && attempt >= MAX_ATTEMPTS) return skip(delivery, code);
      log.warn({ topic, key, code, attempt }, 'event handler failed; the event will be delivered again');
      throw error;
    }
  };
}
