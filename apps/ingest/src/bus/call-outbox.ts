import { setMaxListeners } from 'node:events';
import type { CallId, EventOn, ProducedBy } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import type { Clock, Logger } from '@earshot/ports';
import { deliverEvent } from '@earshot/runtime';
import type { ByteBudget } from '../limits/byte-budget.js';
import type { IngestMetrics } from '../ingest.metrics.js';
import { mergeGaps } from './merge-gaps.js';

type IngestTopic = ProducedBy<'ingest'>;
/** An event with the topic it goes to. */
export type Outgoing = { [T in IngestTopic]: { readonly topic: T; readonly event: EventOn<T> } }[IngestTopic];

/** The part of the runtime's `EventPublisher` that is used. */
export interface IngestPublisher {
  publish<T extends IngestTopic>(topic: T, event: EventOn<T>): Promise<void>;
}

export interface OutboxParts {
  readonly publisher: IngestPublisher;
  readonly budget: ByteBudget;
  /** Most events of a call that are published at once; 1 where the bus does not keep the order of such. */
  readonly maxUnderWay: number;
  readonly clock: Clock;
  readonly metrics: Pick<IngestMetrics, 'publishRetries' | 'bytesLost'>;
  readonly logger: Logger;
}

/** What the call does about its outbox. */
export interface OutboxOwner {
  /** Fewer bytes wait than before. */
  onProgress(): void;
  /** The bus will never take this event: what goes out in its place, if anything. */
  onRefused(refused: Outgoing): readonly Outgoing[];
}

const PAUSES = { firstMs: 100, maxMs: 5_000 };
/** What an event costs besides its audio, so that many small ones count too. */
const EVENT_BYTES = 256;
const bytesOf = ({ event }: Outgoing): number => EVENT_BYTES + ('payload' in event ? event.payload.length : 0);

/**
 * One call's events on their way to the bus: in order, tried again while the bus fails, counted in bytes so that the
 * call's socket can be stopped. Nothing is dropped unless the bus refuses it for good or is closed.
 */
export class CallOutbox {
  private queue: Outgoing[] = [];
  private heldBytes = 0;
  private isPumping = false;
  private isStopped = false;
  private readonly stopping = new AbortController();
  private waiters: (() => void)[] = [];

  constructor(
    private readonly callId: CallId,
    private readonly parts: OutboxParts,
    private readonly owner: OutboxOwner,
  ) {
    // Each event that waits for its next attempt listens; Node warns beyond ten.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Bytes that wait, the event being published included. */
  get bytes(): number {
    return this.heldBytes;
  }

  push(...events: readonly Outgoing[]): void {
    if (this.isStopped) return;
    for (const outgoing of events) this.add(outgoing);
    if (this.isPumping) return;
    this.pump().catch((error: unknown) => {
      this.parts.logger.error({ callId: this.callId, error: String(error) }, 'sending the events of a call failed');
      this.stop();
    });
  }

  /** Resolves when nothing waits any more: true when the bus has everything, false when it was stopped before. */
  async whenEmpty(): Promise<boolean> {
    if (this.isPumping && !this.isStopped) await new Promise<void>((resolve) => this.waiters.push(resolve));
    return !this.isStopped;
  }

  /** Gives up what still waits; returns how many events that were. */
  stop(): number {
    const left = this.queue.length;
    const audioBytes = this.queue.reduce((sum, { event }) => sum + ('payload' in event ? event.payload.length : 0), 0);
    if (audioBytes > 0) this.parts.metrics.bytesLost.add(audioBytes);
    if (left > 0)
      this.parts.logger.error(
        { callId: this.callId, events: left, audioBytes },
        'events of a call never reached the bus',
      );
    this.isStopped = true;
    this.count(-this.heldBytes);
    this.queue = [];
    this.stopping.abort();
    this.settle();
    return left;
  }

  private add(outgoing: Outgoing): void {
    // Nothing behind the first `maxUnderWay` is on its way yet.
    const merged = this.queue.length > this.parts.maxUnderWay ? mergeGaps(this.queue.at(-1), outgoing) : null;
    if (merged !== null) return void this.queue.splice(-1, 1, merged);
    this.queue.push(outgoing);
    this.count(bytesOf(outgoing));
  }

  private async pump(): Promise<void> {
    this.isPumping = true;
    // Of the first of the queue, in its order.
    const underWay: Promise<readonly Outgoing[] | undefined>[] = [];
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      for (const outgoing of this.queue.slice(underWay.length, this.mayBeUnderWay()))
        underWay.push(this.delivered(outgoing));
      const instead = await underWay.shift();
      if (this.isStopped) break;
      this.queue.shift();
      this.count(-bytesOf(next));
      if (instead !== undefined) this.putBehind(underWay.length, instead);
      this.owner.onProgress();
    }
    this.isPumping = false;
    this.settle();
  }

  /** With a bus that takes its time, one event after the other would fall behind the call. Topics keep no order between them. */
  private mayBeUnderWay(): number {
    const { maxUnderWay } = this.parts;
    const other = this.queue.findIndex(({ topic }, at) => at === maxUnderWay || topic !== this.queue[0]?.topic);
    return other < 0 ? this.queue.length : other;
  }

  /** Resolves when the event needs no more care; with what is to go out in its place if the bus refuses it. Never rejects. */
  private async delivered(outgoing: Outgoing): Promise<readonly Outgoing[] | undefined> {
    const { clock, publisher } = this.parts;
    const delivery = await deliverEvent(() => publisher.publish(outgoing.topic, outgoing.event as never), {
      clock,
      signal: this.stopping.signal,
      pauseMs: (failures) => backoffMs(failures, PAUSES),
      onRetry: ({ code, pauseMs }) => this.logRetry(code, pauseMs),
    });
    if (delivery.outcome === 'BUS_CLOSED') this.stop();
    return delivery.outcome === 'REFUSED' ? this.refused(outgoing, delivery.code) : undefined;
  }

  private putBehind(place: number, events: readonly Outgoing[]): void {
    this.queue.splice(place, 0, ...events);
    for (const outgoing of events) this.count(bytesOf(outgoing));
  }

  private refused(outgoing: Outgoing, code: string): readonly Outgoing[] {
    this.parts.logger.error(
      { callId: this.callId, type: outgoing.event.type, code },
      'the bus refuses an event for good',
    );
    return this.owner.onRefused(outgoing);
  }

  private logRetry(code: string, pauseMs: number): void {
    this.parts.metrics.publishRetries.add();
    this.parts.logger.warn({ callId: this.callId, code, pauseMs }, 'publishing failed, trying again');
  }

  private count(bytes: number): void {
    this.heldBytes += bytes;
    this.parts.budget.add(bytes);
  }

  private settle(): void {
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}
