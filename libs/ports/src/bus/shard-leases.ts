import type { HeldShard, LeaseScope, LeaseTable, ShardLease } from './shard-lease.js';

/**
 * Decides which member of a group reads which shard, with fencing. The counter grows whenever a shard changes its owner. The
 * store refuses a checkpoint under an older counter, so a member that slept cannot change the checkpoint of its successor.
 * Only the clock of the store counts, so the clocks of members may differ. Rejects with retryable `STORE_UNAVAILABLE`.
 */
export interface ShardLeases {
  /** `shards`: all shards that the stream has now. Adds new ones and forgets finished ones that the stream no longer has. */
  enrol(scope: LeaseScope, shards: readonly string[]): Promise<void>;
  /** Reads everything without becoming a member. */
  read(scope: LeaseScope): Promise<LeaseTable>;
  /** Keeps the membership and the leases of the member for another `durationMs`. */
  renew(
    scope: LeaseScope,
    member: string,
    durationMs: number,
    backlogs: ReadonlyMap<string, number>,
  ): Promise<LeaseTable>;
  /** Takes a shard that is free, or overdue and asked for. Null when its counter is not `seen.counter` or it is not available. */
  acquire(scope: LeaseScope, seen: HeldShard, member: string, durationMs: number): Promise<ShardLease | null>;
  /** Asks the owner to release a shard within `graceMs`. False when its counter moved or another member asked first. */
  steal(scope: LeaseScope, seen: HeldShard, member: string, graceMs: number): Promise<boolean>;
  /** Stores a checkpoint, which never moves back. False when the shard has a new owner: then nothing is stored. */
  checkpoint(
    scope: LeaseScope,
    held: HeldShard,
    upTo: { sequenceNumber?: string; isFinished?: boolean },
  ): Promise<boolean>;
  /** Frees the shard. Has no effect under an old counter. */
  release(scope: LeaseScope, held: HeldShard): Promise<void>;
  /** Ends the membership and frees the shards of the member. */
  leave(scope: LeaseScope, member: string): Promise<void>;
}
