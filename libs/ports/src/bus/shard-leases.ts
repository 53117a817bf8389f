/** What one group reads of one stream; its leases have nothing to do with those of other groups. */
export interface LeaseScope {
  readonly stream: string;
  readonly group: string;
}

/** What a member may work on, and with which counter: the fencing number. */
export interface HeldShard {
  readonly shard: string;
  readonly counter: number;
}

export interface ShardLease extends HeldShard {
  /** Who may work on it; null when nobody may, or nobody has said so in time. */
  readonly owner: string | null;
  /** Who asked for it while it was another's, and is due when it is free; null when nobody did, or the one who did is gone. */
  readonly wantedBy: string | null;
  /** The owner had its time to let go: who asked may take it. */
  readonly isOverdue: boolean;
  /** Everything up to here is done, whoever did it; null before anything is. */
  readonly checkpoint: string | null;
  /** Read to its end. What its checkpoint does not cover is read again before its children. */
  readonly isFinished: boolean;
  /** What its owner last said it has not finished, in messages. */
  readonly backlogMessages: number;
}

export interface LeaseTable {
  /** Members that renewed in time, the asking one included, in an order that is the same for all. */
  readonly members: readonly string[];
  readonly leases: readonly ShardLease[];
}

/**
 * Who of a group works on which shard, with fencing. The counter grows whenever a shard changes its owner, and a
 * checkpoint under an older counter is refused: a member that slept cannot move its successor's place. Time is the
 * store's alone, so clocks of members may differ.
 */
export interface ShardLeases {
  /** `shards` is all that the stream has now: new ones become leasable, finished ones it has no more are forgotten. */
  enrol(scope: LeaseScope, shards: readonly string[]): Promise<void>;
  /** Everything as it stands, without becoming a member. */
  read(scope: LeaseScope): Promise<LeaseTable>;
  /** The member lives for `durationMs` more, and keeps what it holds for as long. */
  renew(
    scope: LeaseScope,
    member: string,
    durationMs: number,
    backlogs: ReadonlyMap<string, number>,
  ): Promise<LeaseTable>;
  /**
   * Takes a shard that is nobody's, or was asked for and is overdue; null when its counter is not `seen.counter` any more
   * or it is not to be had.
   */
  acquire(scope: LeaseScope, seen: HeldShard, member: string, durationMs: number): Promise<ShardLease | null>;
  /** Asks the owner to let go within `graceMs`; false when the counter moved or another member asked before. */
  steal(scope: LeaseScope, seen: HeldShard, member: string, graceMs: number): Promise<boolean>;
  /** False when the shard changed its owner since: nothing is stored. A checkpoint never goes back. */
  checkpoint(
    scope: LeaseScope,
    held: HeldShard,
    upTo: { sequenceNumber?: string; isFinished?: boolean },
  ): Promise<boolean>;
  /** The shard is nobody's now. Without effect under an old counter. */
  release(scope: LeaseScope, held: HeldShard): Promise<void>;
  /** The member is gone; what it still holds is nobody's. */
  leave(scope: LeaseScope, member: string): Promise<void>;
}
