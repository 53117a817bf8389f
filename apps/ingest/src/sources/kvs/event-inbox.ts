import { pause, type Clock, type EventQueue, type Logger, type QueuedEvent } from '@earshot/ports';

/** What becomes of an event: it is done with, it belongs to a call that runs here, or somebody else should see it. */
export type EventOutcome = 'DONE' | 'KEPT' | 'PUT_BACK';

export interface InboxTools {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An event comes again when its process has not hidden it for this long. */
const HIDDEN_MS = 120_000;
const HIDE_AGAIN_MS = 40_000;
/** SQS hides a message for twelve hours after it was received, no longer. */
const LONGEST_HIDDEN_MS = 11 * 3_600_000;
const PUT_BACK_MS = 1_000;
/** An event that was put back this often is not urgent: from here on it comes less and less often. */
const URGENT_DELIVERIES = 10;
const LONGEST_PUT_BACK_MS = 15_000;
/** Events that are handled at once. One whose call waits for the database or for AWS holds up no others. */
const MOST_HANDLED = 100;
const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

interface KeptEvent {
  readonly event: QueuedEvent;
  readonly sinceMs: number;
  hiddenAtMs: number;
}

/**
 * Takes events from the queue. The start of a call stays in the queue, hidden, as long as the call runs here: if this process
 * dies, another one gets it and goes on with the call.
 */
export class EventInbox {
  private readonly kept = new Map<string, KeptEvent>();
  private readonly handling = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly handle: (event: QueuedEvent) => Promise<EventOutcome>,
    private readonly tools: InboxTools,
  ) {}

  start(): void {
    this.running ??= this.poll();
  }

  tick(): void {
    const nowMs = this.tools.clock.nowMs();
    for (const [id, kept] of this.kept) {
      if (nowMs - kept.sinceMs >= LONGEST_HIDDEN_MS) void this.delete(id);
      else if (nowMs - kept.hiddenAtMs >= HIDE_AGAIN_MS) this.hide(kept, nowMs);
    }
  }

  /** The call of this event is over. */
  async delete(id: string): Promise<void> {
    const kept = this.kept.get(id);
    this.kept.delete(id);
    if (kept !== undefined) await this.attempt('delete an event', this.queue.deleteEvent(kept.event));
  }

  /** Another process should take the call of this event. */
  async putBack(id: string, delayMs: number): Promise<void> {
    const kept = this.kept.get(id);
    this.kept.delete(id);
    if (kept !== undefined) await this.attempt('put back an event', this.queue.hideEvent(kept.event, delayMs));
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all(this.handling);
    await Promise.all([...this.kept.keys()].map((id) => this.putBack(id, 0)));
    this.queue.close();
  }

  private async poll(): Promise<void> {
    const { clock, logger } = this.tools;
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const events = await this.queue.receiveEvents(HIDDEN_MS, signal);
        failures = 0;
        for (const event of events) this.handleSoon(event);
        while (this.handling.size >= MOST_HANDLED) await Promise.race(this.handling);
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error }, 'the queue of events did not answer; it is asked again');
        await pause(clock, Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** failures++), signal);
      }
    }
  }

  private handleSoon(event: QueuedEvent): void {
    const handled: Promise<void> = this.receiveEvent(event)
      .catch((error: unknown) => {
        this.tools.logger.error({ err: error }, 'an event of a call could not be handled; it comes again');
        return this.putBack(event.id, LONGEST_PUT_BACK_MS);
      })
      .finally(() => this.handling.delete(handled));
    this.handling.add(handled);
  }

  private async receiveEvent(event: QueuedEvent): Promise<void> {
    const nowMs = this.tools.clock.nowMs();
    // Before it is handled: a call may be over, or refused, before its start is said to be kept.
    this.kept.set(event.id, { event, sinceMs: nowMs, hiddenAtMs: nowMs });
    const outcome = this.stopping.signal.aborted ? 'PUT_BACK' : await this.handle(event);
    if (outcome === 'DONE') await this.delete(event.id);
    if (outcome === 'PUT_BACK') await this.putBack(event.id, putBackMsOf(event));
  }

  private hide(kept: KeptEvent, nowMs: number): void {
    kept.hiddenAtMs = nowMs;
    void this.attempt('hide an event', this.queue.hideEvent(kept.event, HIDDEN_MS));
  }

  private async attempt(what: string, answer: Promise<void>): Promise<void> {
    try {
      await answer;
    } catch (error) {
      this.tools.logger.warn({ err: error }, `could not ${what}; it may come again`);
    }
  }
}

const putBackMsOf = ({ receiveCount }: QueuedEvent): number =>
  Math.min(LONGEST_PUT_BACK_MS, (PUT_BACK_MS * Math.max(URGENT_DELIVERIES, receiveCount)) / URGENT_DELIVERIES);
