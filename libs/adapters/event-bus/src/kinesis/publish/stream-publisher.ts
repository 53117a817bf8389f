import type { PutRecordsRequestEntry, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { pause, type Clock, type Logger } from '@earshot/ports';
import { busClosed } from '../../shared/bus-failures.js';
import { Backoff, kinesisBackoffMs } from '../backoff.js';
import { isGone, kinesisErrorCode } from '../kinesis-errors.js';
import { OutgoingMessage, type OutgoingRecord } from './outgoing-message.js';

export interface StreamPublisherOptions {
  readonly lingerMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** A new id of 16 bytes. */
  readonly newMessageId: () => Uint8Array;
  /** Sends one request. Rejects when Kinesis refused all of it or the signal was aborted. */
  putRecords(records: PutRecordsRequestEntry[], signal: AbortSignal): Promise<PutRecordsResultEntry[]>;
  /** Called when the stream does not exist. Resolves when it exists again. */
  restoreStream(signal: AbortSignal): Promise<void>;
}

const MAX_RECORDS = 500;
const MAX_REQUEST_BYTES = 5 * 1_048_576;
const LOG_REFUSALS_EVERY_MS = 10_000;

/**
 * Sends messages into one stream. A request holds at most one message of a key, because Kinesis may refuse an earlier record
 * and take a later one. One request is in flight at a time. A refused message is sent again before later ones of its key,
 * while other keys continue. It retries for ever: publishers that wait for `publish` bound the messages in memory.
 */
export class StreamPublisher {
  /** Messages by key. The first one is the next to send, in flight, or waiting for a retry. */
  private readonly queues = new Map<string, OutgoingMessage[]>();
  /** Keys whose first message may be sent. The key that waits longest is first. */
  private readonly readyKeys = new Set<string>();
  private readonly ended = new AbortController();
  private readonly backoff: Backoff;
  private sending: Promise<void> | undefined;
  private waitingUntilEmpty: (() => void)[] = [];
  private isClosed = false;
  private unloggedRefusals = 0;
  private loggedAtMs = -Infinity;

  constructor(private readonly options: StreamPublisherOptions) {
    this.backoff = new Backoff(options.clock, options.random, this.ended.signal);
  }

  publish(key: string, value: Uint8Array): Promise<void> {
    if (this.isClosed) return Promise.reject(busClosed());
    return new Promise((resolve, reject) => {
      const message = new OutgoingMessage(key, value, { resolve, reject }, this.options);
      const queue = this.queues.get(key);
      if (queue === undefined) {
        this.queues.set(key, [message]);
        this.readyKeys.add(key);
      } else {
        queue.push(message);
      }
      this.startSending();
    });
  }

  /** Takes no more messages. Sends the rest for at most `limitMs`, then rejects those that are left. */
  async close(limitMs: number): Promise<void> {
    this.isClosed = true;
    if (this.queues.size > 0) {
      const empty = new Promise<void>((resolve) => this.waitingUntilEmpty.push(resolve));
      await Promise.race([empty, pause(this.options.clock, limitMs, this.ended.signal)]);
    }
    this.ended.abort();
    for (const message of [...this.queues.values()].flat()) message.reject(busClosed());
    this.queues.clear();
    this.readyKeys.clear();
    await this.sending;
  }

  private startSending(): void {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
      if (this.readyKeys.size > 0) this.startSending();
    });
  }

  private async sendAll(): Promise<void> {
    const { signal } = this.ended;
    if (this.options.lingerMs > 0) await pause(this.options.clock, this.options.lingerMs, signal);
    while (this.readyKeys.size > 0 && !signal.aborted) {
      const batch = this.takeBatch();
      try {
        const results = await this.options.putRecords(
          batch.map(({ entry }) => entry),
          signal,
        );
        this.backoff.reset();
        this.applyResults(batch, results);
      } catch (error) {
        if (signal.aborted) return;
        this.returnBatch(batch);
        await this.recoverFrom(error, batch.length);
      }
    }
  }

  private async recoverFrom(error: unknown, records: number): Promise<void> {
    this.options.logger.warn(
      { code: kinesisErrorCode(error), records, failures: this.backoff.failures },
      'Kinesis did not accept a request; Earshot sends it again',
    );
    await this.backoff.pauseAfterFailure();
    if (isGone(error)) await this.options.restoreStream(this.ended.signal).catch(() => undefined);
  }

  private takeBatch(): OutgoingRecord[] {
    const batch: OutgoingRecord[] = [];
    let bytes = 0;
    for (const key of this.readyKeys) {
      const records = this.queues.get(key)?.[0]?.takeMissingRecords() ?? [];
      const size = records.reduce((sum, record) => sum + record.bytes, 0);
      if (batch.length > 0 && (batch.length + records.length > MAX_RECORDS || bytes + size > MAX_REQUEST_BYTES)) break;
      batch.push(...records);
      bytes += size;
      this.readyKeys.delete(key);
    }
    return batch;
  }

  /** Puts the keys of a failed batch before the others, so that their messages are sent first. */
  private returnBatch(batch: readonly OutgoingRecord[]): void {
    const others = [...this.readyKeys];
    this.readyKeys.clear();
    for (const { key } of messagesOf(batch)) if (this.queues.has(key)) this.readyKeys.add(key);
    for (const key of others) this.readyKeys.add(key);
  }

  private applyResults(batch: readonly OutgoingRecord[], results: readonly PutRecordsResultEntry[]): void {
    batch.forEach((record, at) => record.message.noteResult(record, results[at]));
    for (const message of messagesOf(batch)) {
      if (message.isPlaced) this.finishMessage(message);
      else this.retryLater(message);
    }
    if (this.queues.size === 0) for (const resume of this.waitingUntilEmpty.splice(0)) resume();
  }

  private finishMessage(message: OutgoingMessage): void {
    message.resolve();
    const queue = this.queues.get(message.key);
    queue?.shift();
    if (queue === undefined || queue.length === 0) this.queues.delete(message.key);
    else this.readyKeys.add(message.key);
  }

  private retryLater(message: OutgoingMessage): void {
    const pauseMs = kinesisBackoffMs(message.refusals, this.options.random);
    this.logRefusal(message.lastRefusalCode);
    void pause(this.options.clock, pauseMs, this.ended.signal).then(() => {
      if (!this.queues.has(message.key)) return;
      this.readyKeys.add(message.key);
      this.startSending();
    });
  }

  /** Logs at most every ten seconds, because a full shard refuses many records a second. */
  private logRefusal(code: string): void {
    const { clock, logger } = this.options;
    this.unloggedRefusals += 1;
    // The absolute value, so that a clock that was set back does not silence the log.
    if (Math.abs(clock.nowMs() - this.loggedAtMs) < LOG_REFUSALS_EVERY_MS) return;
    logger.warn({ code, records: this.unloggedRefusals }, 'Kinesis refused records; Earshot sends them again');
    this.loggedAtMs = clock.nowMs();
    this.unloggedRefusals = 0;
  }
}

const messagesOf = (batch: readonly OutgoingRecord[]): Set<OutgoingMessage> =>
  new Set(batch.map(({ message }) => message));
