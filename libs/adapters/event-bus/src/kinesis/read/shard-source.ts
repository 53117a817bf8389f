import type { ShardRecord } from './message-assembler.js';

/** Where reading a shard begins. An iterator is a position that Kinesis gave; it knows it for five minutes. */
export type ShardStart =
  | { readonly after: string }
  | { readonly from: 'TRIM_HORIZON' }
  | { readonly iterator: string; readonly takenAtMs: number };

export interface ShardBatch {
  readonly records: readonly ShardRecord[];
  readonly millisBehindLatest: number;
  /** Nothing comes after it: the shard was split or merged. */
  readonly isEnd: boolean;
}

/**
 * Reads a shard batch by batch, as fast as they are taken, until its end or until aborted. Waits while Kinesis cannot
 * answer; throws only what does not pass, `ResourceNotFoundException` when the shard is not there any more.
 */
export interface ShardSource {
  read(shard: string, start: ShardStart, signal: AbortSignal): AsyncIterable<ShardBatch>;
}

export const startAfter = (sequenceNumber: string | null): ShardStart =>
  sequenceNumber === null ? { from: 'TRIM_HORIZON' } : { after: sequenceNumber };
