import type { EventOn } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';

export type Outgoing =
  | { readonly topic: 'calls.insight'; readonly event: EventOn<'calls.insight'> }
  | { readonly topic: 'calls.lifecycle'; readonly event: EventOn<'calls.lifecycle'> };

/**
 * What one message led to and is not yet on the bus. State changes with the message, once; when publishing fails, the
 * message comes again and only what is left here is published.
 */
export class Outbox {
  private pending: Outgoing[] = [];
  private isStopped = false;

  add(outgoing: readonly Outgoing[]): void {
    this.pending.push(...outgoing);
  }

  /** The call is another process's now: nothing more is published here. */
  stop(): void {
    this.isStopped = true;
    this.pending = [];
  }

  /**
   * Publishes what is pending, in order. Rejects with a retryable `Failure`: given up for good, the message would be set
   * aside as it is, with its raw text.
   */
  async flush(publisher: EventPublisher<'enrichment'>): Promise<void> {
    for (;;) {
      if (this.isStopped)
        throw new Failure('CALL_HANDED_OVER', 'the call is with another process', { retryable: true });
      const first = this.pending[0];
      if (first === undefined) return;
      try {
        await (first.topic === 'calls.insight'
          ? publisher.publish(first.topic, first.event)
          : publisher.publish(first.topic, first.event));
        this.pending.shift();
      } catch (error) {
        const smaller = isTooLarge(error) ? withoutWords(first) : first;
        if (smaller === first)
          throw new Failure('INSIGHT_NOT_PUBLISHED', 'an insight is not on the bus yet', {
            retryable: true,
            cause: error,
          });
        if (smaller === null) this.pending.shift();
        else this.pending[0] = smaller;
      }
    }
  }
}

const isTooLarge = (error: unknown): boolean => error instanceof Failure && error.code === 'BUS_MESSAGE_TOO_LARGE';

/** The event without its word times; null when nothing can be left out. */
function withoutWords(outgoing: Outgoing): Outgoing | null {
  if (
    outgoing.topic !== 'calls.insight' ||
    outgoing.event.type !== 'segment.enriched' ||
    outgoing.event.data.words.length === 0
  )
    return null;
  return { topic: outgoing.topic, event: { ...outgoing.event, data: { ...outgoing.event.data, words: [] } } };
}
