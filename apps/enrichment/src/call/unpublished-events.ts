import type { EventOn } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import { callHandedOver, insightNotPublished } from './publish-failures.js';

export type UnpublishedEvent =
  | { readonly topic: 'calls.insight'; readonly event: EventOn<'calls.insight'> }
  | { readonly topic: 'calls.lifecycle'; readonly event: EventOn<'calls.lifecycle'> };

/**
 * The events of one call that the bus does not have yet. A message changes the call's state once and adds its events
 * here. When publishing fails, the bus delivers the message again, and only the events that are left here are published.
 */
export class UnpublishedEvents {
  private events: UnpublishedEvent[] = [];
  private isHandedOver = false;

  addEvents(events: readonly UnpublishedEvent[]): void {
    this.events.push(...events);
  }

  /** Another process owns the call: this one publishes nothing more for it. */
  discardEvents(): void {
    this.isHandedOver = true;
    this.events = [];
  }

  /** Publishes all events in order. Rejects with a retryable `Failure`; see `insightNotPublished`. */
  async publishEvents(publisher: EventPublisher<'enrichment'>): Promise<void> {
    for (;;) {
      if (this.isHandedOver) throw callHandedOver();
      const next = this.events[0];
      if (next === undefined) return;
      try {
        await publishEvent(next, publisher);
        this.events.shift();
      } catch (error) {
        this.shrinkFirstEvent(error);
      }
    }
  }

  /** Shrinks an event that is too large for the bus, or drops it when it cannot shrink. Throws for any other error. */
  private shrinkFirstEvent(error: unknown): void {
    const [first] = this.events;
    if (first === undefined || !isTooLarge(error)) throw insightNotPublished(error);
    const smaller = withoutWordTimes(first);
    if (smaller === null) this.events.shift();
    else this.events[0] = smaller;
  }
}

const publishEvent = ({ topic, event }: UnpublishedEvent, publisher: EventPublisher<'enrichment'>): Promise<void> =>
  topic === 'calls.insight' ? publisher.publish(topic, event) : publisher.publish(topic, event);

const isTooLarge = (error: unknown): boolean => error instanceof Failure && error.code === 'BUS_MESSAGE_TOO_LARGE';

/** The event without its words and their times; null when it has none. */
function withoutWordTimes({ topic, event }: UnpublishedEvent): UnpublishedEvent | null {
  if (topic !== 'calls.insight' || event.type !== 'segment.enriched' || event.data.words.length === 0) return null;
  return { topic, event: { ...event, data: { ...event.data, words: [] } } };
}
