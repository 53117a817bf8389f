import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { Clock, Logger } from '@earshot/ports';
import { isGone, isThrottled, kinesisErrorCode } from '../kinesis-api.js';
import { normalizeRecord } from './normalize-record.js';
import { GrowingPause, pause } from '../backoff.js';
import { ReadPace } from './read-pace.js';
import type { ShardBatch, ShardSource, ShardStart } from './shard-source.js';

export interface PollingSourceOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly pollMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** More than a shard takes in a second; a batch is held in memory until the window has room. */
const MAX_RECORDS = 1_000;
const REFUSALS_IN_A_ROW = 10;
/** Clocks here and at Kinesis may differ by so much; what is heard twice does no harm. */
const CLOCK_MARGIN_MS = 60_000;

/** Asks for the records of a shard again and again. */
export class PollingSource implements ShardSource {
  constructor(private readonly options: PollingSourceOptions) {}

  async *read(shard: string, start: ShardStart, signal: AbortSignal): AsyncGenerator<ShardBatch> {
    const { clock, pollMs, random } = this.options;
    const pauses = new GrowingPause(clock, random, signal);
    const pace = new ReadPace(pollMs, random);
    let refusals = 0;
    let position = start;
    let iterator = 'iterator' in start ? start.iterator : undefined;
    while (!signal.aborted) {
      try {
        iterator ??= await this.iteratorAt(shard, position, signal);
        const { batch, next } = await this.ask(iterator, signal);
        pauses.reset();
        pace.answered();
        refusals = 0;
        iterator = next;
        const last = batch.records.at(-1);
        if (last !== undefined) position = { after: last.sequenceNumber };
        yield batch;
        if (batch.isEnd) return;
        await pause(clock, pace.pauseMs, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (isGone(error)) throw error;
        const code = kinesisErrorCode(error);
        // Part of every day where several read a shard, until it goes on and on.
        if (isThrottled(error) && (refusals += 1) < REFUSALS_IN_A_ROW) {
          pace.refused();
          await pause(clock, pace.pauseMs, signal);
          continue;
        }
        if (code === 'ExpiredIteratorException') iterator = undefined;
        if (pauses.count % 10 === 0) this.options.logger.warn({ code, shard }, 'a shard cannot be read now');
        await pauses.wait();
      }
    }
  }

  private async ask(iterator: string, signal: AbortSignal): Promise<{ batch: ShardBatch; next: string | undefined }> {
    const answer = await this.options.client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: MAX_RECORDS }),
      {
        abortSignal: signal,
      },
    );
    return {
      batch: {
        records: (answer.Records ?? []).map(normalizeRecord),
        millisBehindLatest: answer.MillisBehindLatest ?? 0,
        isEnd: answer.NextShardIterator === undefined,
      },
      next: answer.NextShardIterator,
    };
  }

  private async iteratorAt(shard: string, start: ShardStart, signal: AbortSignal): Promise<string> {
    const where = { StreamName: this.options.streamName, ShardId: shard };
    const position =
      'after' in start
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: start.after }
        : 'from' in start
          ? { ShardIteratorType: 'TRIM_HORIZON' as const }
          : { ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: new Date(start.takenAtMs - CLOCK_MARGIN_MS) };
    const answer = await this.options.client.send(new GetShardIteratorCommand({ ...where, ...position }), {
      abortSignal: signal,
    });
    return answer.ShardIterator ?? '';
  }
}

/** Where a shard ends now: reading from there finds what is published later, and nothing else. */
export async function latestOf(
  client: KinesisClient,
  streamName: string,
  shard: string,
  nowMs: number,
): Promise<ShardStart> {
  const answer = await client.send(
    new GetShardIteratorCommand({ StreamName: streamName, ShardId: shard, ShardIteratorType: 'LATEST' }),
  );
  return { iterator: answer.ShardIterator ?? '', takenAtMs: nowMs };
}
