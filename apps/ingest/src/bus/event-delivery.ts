import type { EventOn } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import type { Clock } from '@earshot/ports';
import { deliverEvent, type DeliveryOutcome } from '@earshot/runtime';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { IngestTopic, OutgoingEvent } from './outgoing-event.js';

/** The part of the runtime's `EventPublisher` that ingest uses. */
export interface IngestPublisher {
  publish<T extends IngestTopic>(topic: T, event: EventOn<T>): Promise<void>;
}

const RETRY_PAUSES = { firstMs: 100, maxMs: 5_000 };

/** Publishes events of all calls, each one until the bus has it. */
export class EventDelivery {
  constructor(
    private readonly publisher: IngestPublisher,
    /** Most publishes of one call in flight; 1 where the bus does not keep the order of several. */
    readonly maxInFlight: number,
    private readonly clock: Clock,
    private readonly telemetry: IngestTelemetry<'publishRetries'>,
  ) {}

  /** Never rejects. Aborting `signal` ends the pause before the next attempt. */
  async deliver({ topic, event }: OutgoingEvent, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { callId, type } = event;
    const { logger, metrics } = this.telemetry;
    const delivery = await deliverEvent(() => this.publisher.publish(topic, event as never), {
      clock: this.clock,
      signal,
      pauseMs: (failures) => backoffMs(failures, RETRY_PAUSES),
      onRetry: ({ code, pauseMs }) => {
        metrics.publishRetries.add();
        logger.warn({ callId, code, pauseMs }, 'could not publish an event; trying again');
      },
    });
    if (delivery.outcome === 'REFUSED') {
      logger.error({ callId, type, code: delivery.code }, 'the bus refused an event for good');
    }
    return delivery;
  }
}
