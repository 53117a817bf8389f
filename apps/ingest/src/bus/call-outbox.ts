import { setMaxListeners } from 'node:events';
import type { CallId } from '@earshot/contracts';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { CallBuffer } from '../limits/call-buffer.js';
import type { EventDelivery } from './event-delivery.js';
import { mergeGaps } from './merge-gaps.js';
import { audioBytesOf, bytesOf, type OutgoingEvent } from './outgoing-event.js';

/** Returns the events to publish instead of an event that the bus refuses for good. */
export type ReplaceRefused = (refused: OutgoingEvent) => readonly OutgoingEvent[];

/**
 * Last link of a call's chain: publishes its events in order. It drops nothing unless the bus refuses an event for good or is
 * closed.
 */
export class CallOutbox {
  private queue: OutgoingEvent[] = [];
  private queuedBytes = 0;
  private isSending = false;
  private readonly stopping = new AbortController();
  private waiters: (() => void)[] = [];

  constructor(
    private readonly callId: CallId,
    private readonly delivery: EventDelivery,
    private readonly buffer: CallBuffer,
    private readonly replaceRefused: ReplaceRefused,
    private readonly telemetry: IngestTelemetry<'bytesLost'>,
  ) {
    // Each event that waits for its next attempt adds a listener; Node warns beyond ten.
    setMaxListeners(0, this.stopping.signal);
  }

  push(...events: readonly OutgoingEvent[]): void {
    if (this.isStopped) return;
    for (const outgoing of events) this.add(outgoing);
    if (this.isSending) return;
    this.sendQueue().catch((error: unknown) => {
      this.telemetry.logger.error({ callId: this.callId, err: error }, 'publishing the events of a call failed');
      this.stop();
    });
  }

  get isEmpty(): boolean {
    return this.queue.length === 0;
  }

  /** Resolves true when the bus has everything, or false when the outbox was stopped before. */
  async whenEmpty(): Promise<boolean> {
    if (this.isSending && !this.isStopped) await new Promise<void>((resolve) => this.waiters.push(resolve));
    return !this.isStopped;
  }

  /** Discards the events that still wait. */
  stop(): void {
    const audioBytes = this.queue.reduce((sum, outgoing) => sum + audioBytesOf(outgoing), 0);
    if (audioBytes > 0) this.telemetry.metrics.bytesLost.add(audioBytes);
    if (this.queue.length > 0) {
      const fields = { callId: this.callId, events: this.queue.length, audioBytes };
      this.telemetry.logger.error(fields, 'events of a call never reached the bus');
    }
    this.stopping.abort();
    this.count(-this.queuedBytes);
    this.queue = [];
    this.wakeWaiters();
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private add(outgoing: OutgoingEvent): void {
    // Only events beyond the first `maxInFlight` are surely not being published yet.
    const merged = this.queue.length > this.delivery.maxInFlight ? mergeGaps(this.queue.at(-1), outgoing) : null;
    if (merged !== null) return void this.queue.splice(-1, 1, merged);
    this.queue.push(outgoing);
    this.count(bytesOf(outgoing));
  }

  private async sendQueue(): Promise<void> {
    this.isSending = true;
    /** Deliveries of the first events of the queue, in its order. */
    const inFlight: Promise<readonly OutgoingEvent[]>[] = [];
    for (let first = this.queue[0]; first !== undefined; first = this.queue[0]) {
      for (const outgoing of this.queue.slice(inFlight.length, this.sendableEvents()))
        inFlight.push(this.send(outgoing));
      const replacements = (await inFlight.shift()) ?? [];
      if (this.isStopped) break;
      this.queue.shift();
      this.count(-bytesOf(first));
      this.insert(replacements, inFlight.length);
      this.buffer.resumeReadingIfDrained();
    }
    this.isSending = false;
    this.wakeWaiters();
  }

  /**
   * How many events of the queue may be in flight. Publishing one event at a time falls behind the call on a slow bus. The
   * count ends where the topic changes, because a bus keeps no order between topics.
   */
  private sendableEvents(): number {
    const { maxInFlight } = this.delivery;
    const end = this.queue.findIndex(({ topic }, index) => index === maxInFlight || topic !== this.queue[0]?.topic);
    return end < 0 ? this.queue.length : end;
  }

  /** Resolves when the delivery is over, with replacements if the bus refused the event. */
  private async send(outgoing: OutgoingEvent): Promise<readonly OutgoingEvent[]> {
    const { outcome } = await this.delivery.deliver(outgoing, this.stopping.signal);
    if (outcome === 'BUS_CLOSED') this.stop();
    return outcome === 'REFUSED' ? this.replaceRefused(outgoing) : [];
  }

  private insert(events: readonly OutgoingEvent[], index: number): void {
    this.queue.splice(index, 0, ...events);
    for (const outgoing of events) this.count(bytesOf(outgoing));
  }

  private count(bytes: number): void {
    this.queuedBytes += bytes;
    this.buffer.add(bytes);
  }

  private wakeWaiters(): void {
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}
