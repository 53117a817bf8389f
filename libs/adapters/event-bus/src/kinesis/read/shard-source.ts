import type { ShardRecord } from './message-assembler.js';

/** Where to start reading a shard. An iterator is a position that Kinesis returned; it expires after five minutes. */
export type ShardStart =
  | { readonly after: string }
  | { readonly from: 'TRIM_HORIZON' }
  | { readonly iterator: string; readonly takenAtMs: number };

export interface ShardBatch {
  readonly records: readonly ShardRecord[];
  readonly millisBehindLatest: number;
  /** The last batch of a shard that was split or merged. */
  readonly isEnd: boolean;
}

/**
 * Reads a shard in batches, as fast as the caller takes them, until the shard ends or the signal is aborted. It waits while
 * Kinesis does not answer. It throws only `ResourceNotFoundException`, when the shard does not exist any more.
 */
export interface ShardSource {
  read(shard: string, start: ShardStart, signal: AbortSignal): AsyncIterable<ShardBatch>;
}

/** Starts after a sequence number, or at the oldest record when there is none. */
export const startAfter = (sequenceNumber: string | null): ShardStart =>
  sequenceNumber === null ? { from: 'TRIM_HORIZON' } : { after: sequenceNumber };
