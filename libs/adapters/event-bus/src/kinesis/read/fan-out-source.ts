import {
  SubscribeToShardCommand,
  type KinesisClient,
  type StartingPosition,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { FanOutConsumer } from './fan-out-consumer.js';
import { isGone, kinesisErrorCode } from '../kinesis-api.js';
import { normalizeRecord } from './normalize-record.js';
import { GrowingPause, pause } from '../backoff.js';
import type { ShardBatch, ShardSource, ShardStart } from './shard-source.js';

export interface FanOutSourceOptions {
  readonly client: KinesisClient;
  readonly consumer: FanOutConsumer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Kinesis says something every few seconds, records or not; silent for so long, the connection is dead. */
  readonly silenceMs: number;
}

export const FAN_OUT_SILENCE_MS = 35_000;

/**
 * Has the records of a shard pushed. A subscription ends after five minutes, or whenever a server goes, and the SDK's
 * iterator then ends as if all were said: so an end counts as the shard's only when an event says so, and anything else
 * means to subscribe again from the last position.
 */
export class FanOutSource implements ShardSource {
  constructor(private readonly options: FanOutSourceOptions) {}

  async *read(shard: string, start: ShardStart, signal: AbortSignal): AsyncGenerator<ShardBatch> {
    const { clock, random, consumer, logger } = this.options;
    const pauses = new GrowingPause(clock, random, signal);
    let position = positionOf(start);
    let isMissing = false;
    while (!signal.aborted) {
      let heard = 0;
      try {
        for await (const event of this.subscription(shard, position, signal)) {
          heard += 1;
          pauses.reset();
          isMissing = false;
          const isEnd = event.ContinuationSequenceNumber === undefined || (event.ChildShards?.length ?? 0) > 0;
          yield {
            records: (event.Records ?? []).map(normalizeRecord),
            millisBehindLatest: event.MillisBehindLatest ?? 0,
            isEnd,
          };
          if (isEnd) return;
          position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: event.ContinuationSequenceNumber };
        }
        if (heard === 0) await pauses.wait();
      } catch (error) {
        if (signal.aborted) return;
        if (isGone(error) && isMissing) throw error;
        // Either the registration is gone or the shard: registered anew, only the shard can be missing.
        if (isGone(error)) consumer.forget();
        isMissing = isGone(error);
        if (pauses.count % 10 === 0) logger.warn({ code: kinesisErrorCode(error), shard }, 'a shard is not pushed now');
        await pauses.wait();
      }
    }
  }

  private async *subscription(
    shard: string,
    from: StartingPosition,
    signal: AbortSignal,
  ): AsyncGenerator<SubscribeToShardEvent> {
    const ended = new AbortController();
    const end = () => ended.abort();
    signal.addEventListener('abort', end);
    try {
      const consumerArn = await this.options.consumer.ready();
      if (signal.aborted) return;
      const command = new SubscribeToShardCommand({ ConsumerARN: consumerArn, ShardId: shard, StartingPosition: from });
      // The SDK answers with the first event.
      const answer = await this.unlessSilent(this.options.client.send(command, { abortSignal: ended.signal }), signal);
      const events = answer?.EventStream?.[Symbol.asyncIterator]();
      for (;;) {
        const next = await this.unlessSilent(events?.next(), signal);
        if (next === undefined || next.done === true) return;
        if (next.value.SubscribeToShardEvent !== undefined) yield next.value.SubscribeToShardEvent;
      }
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  /** Rejects when nothing came in time; undefined when aborted. */
  private async unlessSilent<T>(coming: Promise<T> | undefined, signal: AbortSignal): Promise<T | undefined> {
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    signal.addEventListener('abort', stop);
    try {
      const silence = pause(this.options.clock, this.options.silenceMs, waiting.signal).then(() => {
        if (signal.aborted) return undefined;
        throw new Failure('BUS_SILENT', 'Kinesis pushed nothing for too long', { retryable: true });
      });
      silence.catch(() => undefined);
      coming?.catch(() => undefined);
      return await Promise.race([coming, silence]);
    } finally {
      stop();
      signal.removeEventListener('abort', stop);
    }
  }
}

const positionOf = (start: ShardStart): StartingPosition => {
  if ('after' in start) return { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: start.after };
  return 'from' in start ? { Type: 'TRIM_HORIZON' } : { Type: 'AT_TIMESTAMP', Timestamp: new Date(start.takenAtMs) };
};
