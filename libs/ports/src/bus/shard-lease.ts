/** One stream and one group. The leases of different groups are independent. */
export interface LeaseScope {
  readonly stream: string;
  readonly group: string;
}

/** A shard and the counter of its lease, which is the fencing number. */
export interface HeldShard {
  readonly shard: string;
  readonly counter: number;
}

export interface ShardLease extends HeldShard {
  /** The member that may read the shard; null when there is none or it did not renew in time. */
  readonly owner: string | null;
  /** The member that asked for the shard and gets it next; null when there is none or it left. */
  readonly wantedBy: string | null;
  /** The owner did not release the shard in time, so the member that asked may take it. */
  readonly isOverdue: boolean;
  /** Everything up to this sequence number is handled; null at the beginning. */
  readonly checkpoint: string | null;
  /** The shard was read to its end. What its checkpoint does not cover is read again before its children. */
  readonly isFinished: boolean;
  /** Unhandled messages, as the owner last reported. */
  readonly backlogMessages: number;
}

export interface LeaseTable {
  /** The members that renewed in time, including the caller, in the same order for all. */
  readonly members: readonly string[];
  readonly leases: readonly ShardLease[];
}
