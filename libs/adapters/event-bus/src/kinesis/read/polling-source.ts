import type { GetShardIteratorCommandInput } from '@aws-sdk/client-kinesis';
import { pause, type Clock, type Logger } from '@earshot/ports';
import { Backoff } from '../backoff.js';
import type { KinesisApi } from '../kinesis-api.js';
import { isGone, isThrottled, kinesisErrorCode } from '../kinesis-errors.js';
import { normalizeRecord } from './normalize-record.js';
import { ReadPace } from './read-pace.js';
import type { ShardBatch, ShardSource, ShardStart } from './shard-source.js';

export interface PollingSourceOptions {
  readonly api: KinesisApi;
  readonly streamName: string;
  readonly pollMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** A shard accepts this many records a second. A batch stays in memory until the window has room. */
const MAX_RECORDS = 1_000;
/** Throttled reads in a row that are normal where several readers share a shard. More are handled like a failure. */
const NORMAL_THROTTLES_IN_A_ROW = 9;
/** How far our clock and that of Kinesis may differ. Messages that are delivered twice do no harm. */
const CLOCK_MARGIN_MS = 60_000;

/** Reads shards by polling. */
export class PollingSource implements ShardSource {
  constructor(private readonly options: PollingSourceOptions) {}

  async *read(shard: string, start: ShardStart, signal: AbortSignal): AsyncGenerator<ShardBatch> {
    const poll = new ShardPoll(this.options, shard, start, signal);
    while (!signal.aborted) {
      const batch = await poll.readBatch();
      if (batch === undefined) continue;
      yield batch;
      if (batch.isEnd) return;
      await poll.pauseBetweenReads();
    }
  }
}

/** The state of reading one shard: the position, the pace and the failures in a row. */
class ShardPoll {
  private readonly backoff: Backoff;
  private readonly pace: ReadPace;
  private throttlesInARow = 0;
  private position: ShardStart;
  private iterator: string | undefined;

  constructor(
    private readonly options: PollingSourceOptions,
    private readonly shard: string,
    start: ShardStart,
    private readonly signal: AbortSignal,
  ) {
    this.backoff = new Backoff(options.clock, options.random, signal);
    this.pace = new ReadPace(options.pollMs, options.random);
    this.position = start;
    this.iterator = 'iterator' in start ? start.iterator : undefined;
  }

  /** Undefined after a failure and a pause, or when aborted. */
  async readBatch(): Promise<ShardBatch | undefined> {
    try {
      this.iterator ??= await this.fetchIterator();
      const batch = await this.fetchBatch(this.iterator);
      this.noteSuccess(batch);
      return batch;
    } catch (error) {
      if (this.signal.aborted) return undefined;
      if (isGone(error)) throw error;
      await this.pauseAfterFailure(error);
      return undefined;
    }
  }

  pauseBetweenReads(): Promise<void> {
    return pause(this.options.clock, this.pace.pauseMs, this.signal);
  }

  private async fetchBatch(iterator: string): Promise<ShardBatch> {
    const answer = await this.options.api.getRecords({ ShardIterator: iterator, Limit: MAX_RECORDS }, this.signal);
    this.iterator = answer.NextShardIterator;
    return {
      records: (answer.Records ?? []).map(normalizeRecord),
      millisBehindLatest: answer.MillisBehindLatest ?? 0,
      isEnd: answer.NextShardIterator === undefined,
    };
  }

  private fetchIterator(): Promise<string> {
    const { api, streamName } = this.options;
    return api.getShardIterator(
      { StreamName: streamName, ShardId: this.shard, ...toIteratorPosition(this.position) },
      this.signal,
    );
  }

  private noteSuccess({ records }: ShardBatch): void {
    this.backoff.reset();
    this.pace.speedUp();
    this.throttlesInARow = 0;
    const last = records.at(-1);
    if (last !== undefined) this.position = { after: last.sequenceNumber };
  }

  private async pauseAfterFailure(error: unknown): Promise<void> {
    if (isThrottled(error)) {
      this.throttlesInARow += 1;
      if (this.throttlesInARow <= NORMAL_THROTTLES_IN_A_ROW) {
        this.pace.slowDown();
        return this.pauseBetweenReads();
      }
    }
    const code = kinesisErrorCode(error);
    if (code === 'ExpiredIteratorException') this.iterator = undefined;
    if (this.backoff.isLogDue) {
      this.options.logger.warn({ code, shard: this.shard }, 'Earshot cannot read a shard now and tries again');
    }
    await this.backoff.pauseAfterFailure();
  }
}

function toIteratorPosition(
  position: ShardStart,
): Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'> {
  if ('after' in position) {
    return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: position.after };
  }
  if ('from' in position) return { ShardIteratorType: 'TRIM_HORIZON' };
  return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(position.takenAtMs - CLOCK_MARGIN_MS) };
}

/** The end of a shard now. Reading from there gets the messages that are published later, and no others. */
export async function fetchShardEnd(
  api: KinesisApi,
  streamName: string,
  shard: string,
  nowMs: number,
): Promise<ShardStart> {
  const iterator = await api.getShardIterator({ StreamName: streamName, ShardId: shard, ShardIteratorType: 'LATEST' });
  return { iterator, takenAtMs: nowMs };
}
