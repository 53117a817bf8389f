import type { HeldShard, LeaseScope, LeaseTable, ShardLease, ShardLeases } from '@earshot/ports';

export interface Membership {
  readonly scope: LeaseScope;
  readonly member: string;
  readonly leaseMs: number;
}

/** The lease store as one member of one group uses it. */
export class GroupLeases {
  constructor(
    private readonly store: ShardLeases,
    private readonly membership: Membership,
  ) {}

  get group(): string {
    return this.membership.scope.group;
  }

  get member(): string {
    return this.membership.member;
  }

  get leaseMs(): number {
    return this.membership.leaseMs;
  }

  /** Tells the store which shards the stream has now. */
  enrol(shards: readonly string[]): Promise<void> {
    return this.store.enrol(this.membership.scope, shards);
  }

  renew(backlogs: ReadonlyMap<string, number>): Promise<LeaseTable> {
    const { scope, member, leaseMs } = this.membership;
    return this.store.renew(scope, member, leaseMs, backlogs);
  }

  /** Takes a shard. Null when another member was faster. */
  acquire(seen: HeldShard): Promise<ShardLease | null> {
    const { scope, member, leaseMs } = this.membership;
    return this.store.acquire(scope, seen, member, leaseMs);
  }

  /** Asks the owner to release a shard within the length of a lease. */
  steal(seen: HeldShard): Promise<boolean> {
    const { scope, member, leaseMs } = this.membership;
    return this.store.steal(scope, seen, member, leaseMs);
  }

  /** Stores a checkpoint. False when the shard has a new owner. */
  checkpoint(held: HeldShard, upTo: { sequenceNumber?: string; isFinished?: boolean }): Promise<boolean> {
    return this.store.checkpoint(this.membership.scope, held, upTo);
  }

  release(held: HeldShard): Promise<void> {
    return this.store.release(this.membership.scope, held);
  }

  leave(): Promise<void> {
    return this.store.leave(this.membership.scope, this.membership.member);
  }
}
