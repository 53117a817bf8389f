import type { PutRecordsRequestEntry, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import { isGone, kinesisErrorCode } from '../kinesis-api.js';
import { OutgoingMessage, type Part } from './outgoing-message.js';
import { GrowingPause, growingPauseMs, pause } from '../backoff.js';

export interface StreamPublisherOptions {
  readonly lingerMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** A fresh id of 16 bytes. */
  readonly newMessageId: () => Uint8Array;
  /** One request; rejects when it failed as a whole, or was aborted. */
  put(records: PutRecordsRequestEntry[], signal: AbortSignal): Promise<PutRecordsResultEntry[]>;
  /** The stream was not there; resolves when it is again. */
  restore(signal: AbortSignal): Promise<void>;
}

const MAX_RECORDS = 500;
const SAY_EVERY_MS = 10_000;
const MAX_REQUEST_BYTES = 5 * 1_048_576;

/**
 * The way of messages into one stream. A request never holds two messages of one key: Kinesis may take the later one and
 * refuse the earlier one. One request is under way at a time; what it could not place comes again, before anything later of
 * its key, while other keys go on. Tries for ever; who publishes and waits bounds what is kept here.
 */
export class StreamPublisher {
  /** By key; the first is the next one, or under way, or pausing. */
  private readonly queues = new Map<string, OutgoingMessage[]>();
  /** Keys whose first message may be sent, the longest waiting one first. */
  private readonly ready = new Set<string>();
  private readonly ended = new AbortController();
  private readonly pauses: GrowingPause;
  private sending: Promise<void> | undefined;
  private idle: (() => void)[] = [];
  private closed = false;
  private unsaidRefusals = 0;
  private saidAtMs = -Infinity;

  constructor(private readonly options: StreamPublisherOptions) {
    this.pauses = new GrowingPause(options.clock, options.random, this.ended.signal);
  }

  publish(key: string, value: Uint8Array): Promise<void> {
    if (this.closed) return Promise.reject(busClosed());
    return new Promise((resolve, reject) => {
      const message = new OutgoingMessage(key, value, { resolve, reject }, this.options);
      const queue = this.queues.get(key);
      if (queue === undefined) {
        this.queues.set(key, [message]);
        this.ready.add(key);
      } else {
        queue.push(message);
      }
      this.send();
    });
  }

  /** Takes no more, and gives what it has `withinMs` to get out; then it is refused as closed. */
  async close(withinMs: number): Promise<void> {
    this.closed = true;
    if (this.queues.size > 0) {
      const empty = new Promise<void>((resolve) => this.idle.push(resolve));
      await Promise.race([empty, pause(this.options.clock, withinMs, this.ended.signal)]);
    }
    this.ended.abort();
    for (const message of [...this.queues.values()].flat()) message.reject(busClosed());
    this.queues.clear();
    this.ready.clear();
    await this.sending;
  }

  private send(): void {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
      if (this.ready.size > 0) this.send();
    });
  }

  private async sendAll(): Promise<void> {
    const { signal } = this.ended;
    if (this.options.lingerMs > 0) await pause(this.options.clock, this.options.lingerMs, signal);
    while (this.ready.size > 0 && !signal.aborted) {
      const batch = this.takeBatch();
      try {
        const results = await this.options.put(
          batch.map(({ entry }) => entry),
          signal,
        );
        this.pauses.reset();
        this.settle(batch, results);
      } catch (error) {
        if (signal.aborted) return;
        this.putBack(batch);
        const code = kinesisErrorCode(error);
        this.options.logger.warn({ code, records: batch.length, failures: this.pauses.count }, 'Kinesis took nothing');
        await this.pauses.wait();
        if (isGone(error)) await this.options.restore(signal).catch(() => undefined);
      }
    }
  }

  private takeBatch(): Part[] {
    const batch: Part[] = [];
    let bytes = 0;
    for (const key of this.ready) {
      const parts = this.queues.get(key)?.[0]?.missingParts() ?? [];
      const size = parts.reduce((sum, part) => sum + part.bytes, 0);
      if (batch.length > 0 && (batch.length + parts.length > MAX_RECORDS || bytes + size > MAX_REQUEST_BYTES)) break;
      batch.push(...parts);
      bytes += size;
      this.ready.delete(key);
    }
    return batch;
  }

  private settle(batch: readonly Part[], results: readonly PutRecordsResultEntry[]): void {
    batch.forEach((part, at) => part.message.took(part, results[at]));
    for (const message of messagesOf(batch)) {
      if (message.isPlaced) this.next(message);
      else this.later(message);
    }
    if (this.queues.size === 0) for (const resume of this.idle.splice(0)) resume();
  }

  private next(message: OutgoingMessage): void {
    message.resolve();
    const queue = this.queues.get(message.key);
    queue?.shift();
    if (queue === undefined || queue.length === 0) this.queues.delete(message.key);
    else this.ready.add(message.key);
  }

  private later(message: OutgoingMessage): void {
    const pauseMs = growingPauseMs(message.refusals, this.options.random);
    this.sayRefused(message.lastCode);
    void pause(this.options.clock, pauseMs, this.ended.signal).then(() => {
      if (!this.queues.has(message.key)) return;
      this.ready.add(message.key);
      this.send();
    });
  }

  /** A shard that is full refuses many times a second. */
  private sayRefused(code: string): void {
    const { clock, logger } = this.options;
    this.unsaidRefusals += 1;
    // A clock that was set back must not silence it.
    if (Math.abs(clock.nowMs() - this.saidAtMs) < SAY_EVERY_MS) return;
    logger.warn({ code, records: this.unsaidRefusals }, 'Kinesis did not take records; they come again');
    this.saidAtMs = clock.nowMs();
    this.unsaidRefusals = 0;
  }

  private putBack(batch: readonly Part[]): void {
    const others = [...this.ready];
    this.ready.clear();
    for (const { key } of messagesOf(batch)) if (this.queues.has(key)) this.ready.add(key);
    for (const key of others) this.ready.add(key);
  }
}

const messagesOf = (batch: readonly Part[]): Set<OutgoingMessage> => new Set(batch.map(({ message }) => message));
const busClosed = () => new Failure('BUS_CLOSED', 'the bus is closed');
