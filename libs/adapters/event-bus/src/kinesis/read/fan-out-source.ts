import type { StartingPosition, SubscribeToShardEvent } from '@aws-sdk/client-kinesis';
import { Failure, pause, type Clock, type Logger } from '@earshot/ports';
import { Backoff } from '../backoff.js';
import type { KinesisApi } from '../kinesis-api.js';
import { isGone, kinesisErrorCode } from '../kinesis-errors.js';
import type { FanOutConsumer } from './fan-out-consumer.js';
import { normalizeRecord } from './normalize-record.js';
import type { ShardBatch, ShardSource, ShardStart } from './shard-source.js';

export interface FanOutSourceOptions {
  readonly api: KinesisApi;
  readonly consumer: FanOutConsumer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Kinesis sends an event every few seconds, with or without records. After this silence the connection is dead. */
  readonly maxSilenceMs: number;
}

export const FAN_OUT_SILENCE_MS = 35_000;

/**
 * Lets Kinesis push the records of a shard. A subscription ends after five minutes, or when a server of Kinesis stops, and
 * the iterator of the SDK then ends as if the shard had ended. So the shard has ended only when an event says so. After any
 * other end the source subscribes again from its last position.
 */
export class FanOutSource implements ShardSource {
  constructor(private readonly options: FanOutSourceOptions) {}

  async *read(shard: string, start: ShardStart, signal: AbortSignal): AsyncGenerator<ShardBatch> {
    const retry = new SubscribeRetry(this.options, shard, signal);
    let position = toStartingPosition(start);
    while (!signal.aborted) {
      let hasEvents = false;
      try {
        for await (const event of this.subscribe(shard, position, signal)) {
          hasEvents = true;
          retry.reset();
          const batch = toBatch(event);
          yield batch;
          if (batch.isEnd) return;
          position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: event.ContinuationSequenceNumber };
        }
        if (!hasEvents) await retry.pauseAfterEmptySubscription();
      } catch (error) {
        if (signal.aborted) return;
        await retry.pauseAfterFailure(error);
      }
    }
  }

  /** The events of one subscription. */
  private async *subscribe(
    shard: string,
    from: StartingPosition,
    signal: AbortSignal,
  ): AsyncGenerator<SubscribeToShardEvent> {
    const { api, consumer } = this.options;
    const ended = new AbortController();
    const end = () => ended.abort();
    signal.addEventListener('abort', end);
    try {
      const consumerArn = await consumer.ensureRegistered();
      if (signal.aborted) return;
      const input = { ConsumerARN: consumerArn, ShardId: shard, StartingPosition: from };
      // The SDK resolves only when the first event has arrived.
      const answer = await this.rejectWhenSilent(api.subscribeToShard(input, ended.signal), signal);
      const events = answer?.EventStream?.[Symbol.asyncIterator]();
      for (;;) {
        const next = await this.rejectWhenSilent(events?.next(), signal);
        if (next === undefined || next.done === true) return;
        if (next.value.SubscribeToShardEvent !== undefined) yield next.value.SubscribeToShardEvent;
      }
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  /** Resolves like `coming`, or with undefined when aborted. Rejects with `BUS_SILENT` after `maxSilenceMs`. */
  private async rejectWhenSilent<T>(coming: Promise<T> | undefined, signal: AbortSignal): Promise<T | undefined> {
    const waiting = new AbortController();
    const stopWaiting = () => waiting.abort();
    signal.addEventListener('abort', stopWaiting);
    try {
      const silence = pause(this.options.clock, this.options.maxSilenceMs, waiting.signal).then(() => {
        if (signal.aborted) return undefined;
        throw new Failure('BUS_SILENT', 'Kinesis pushed nothing for too long', { retryable: true });
      });
      silence.catch(() => undefined);
      coming?.catch(() => undefined);
      return await Promise.race([coming, silence]);
    } finally {
      stopWaiting();
      signal.removeEventListener('abort', stopWaiting);
    }
  }
}

/** Decides what happens between two subscriptions to a shard. */
class SubscribeRetry {
  private readonly backoff: Backoff;
  /** Kinesis said at the last attempt that the consumer or the shard does not exist. */
  private wasGone = false;

  constructor(
    private readonly options: FanOutSourceOptions,
    private readonly shard: string,
    signal: AbortSignal,
  ) {
    this.backoff = new Backoff(options.clock, options.random, signal);
  }

  reset(): void {
    this.backoff.reset();
    this.wasGone = false;
  }

  pauseAfterEmptySubscription(): Promise<void> {
    return this.backoff.pauseAfterFailure();
  }

  /** Throws the error when the shard does not exist any more. */
  async pauseAfterFailure(error: unknown): Promise<void> {
    const isMissing = isGone(error);
    // Kinesis does not tell whether the consumer or the shard is missing. With a fresh consumer it can only be the shard.
    if (isMissing && this.wasGone) throw error;
    if (isMissing) this.options.consumer.forget();
    this.wasGone = isMissing;
    if (this.backoff.isLogDue) {
      this.options.logger.warn(
        { code: kinesisErrorCode(error), shard: this.shard },
        'Kinesis does not push a shard now; Earshot subscribes again',
      );
    }
    await this.backoff.pauseAfterFailure();
  }
}

const toBatch = (event: SubscribeToShardEvent): ShardBatch => ({
  records: (event.Records ?? []).map(normalizeRecord),
  millisBehindLatest: event.MillisBehindLatest ?? 0,
  isEnd: event.ContinuationSequenceNumber === undefined || (event.ChildShards?.length ?? 0) > 0,
});

function toStartingPosition(start: ShardStart): StartingPosition {
  if ('after' in start) return { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: start.after };
  if ('from' in start) return { Type: 'TRIM_HORIZON' };
  return { Type: 'AT_TIMESTAMP', Timestamp: new Date(start.takenAtMs) };
}
