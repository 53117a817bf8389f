import { pause, type Clock, type LeaseTable, type Logger, type ShardLease } from '@earshot/ports';
import { errorCode, isGone } from '../kinesis-errors.js';
import type { ShardReader } from '../read/shard-reader.js';
import type { GroupLeases } from './group-leases.js';
import type { OwnedShards } from './owned-shards.js';
import { planLeases } from './plan-leases.js';
import type { ShardDirectory } from './shard-directory.js';
import { findParentTails, isReady, type ParentTail, type Shard } from './shards.js';

export interface GroupMemberOptions {
  readonly leases: GroupLeases;
  readonly directory: ShardDirectory;
  readonly owned: OwnedShards;
  readonly clock: Clock;
  readonly logger: Logger;
  openReader(shard: Shard, checkpoint: string | null, parentTails: readonly ParentTail[]): ShardReader;
}

const LONGEST_ROUND_MS = 1_000;

/**
 * One member of a group. It renews its leases, takes its fair share of the shards, and releases shards that other members
 * ask for. It stops reading a shard at once when another member owns it or may own it.
 */
export class GroupMember {
  /** Resolves when the member has its share for the first time, or has ended. */
  readonly settled: Promise<void>;
  /** Resolves after `close`, or when the stream does not exist any more. */
  readonly ended: Promise<'closed' | 'gone'>;
  private readonly closing = new AbortController();
  private table: LeaseTable = { members: [], leases: [] };
  private cancelExpiry = () => {};
  private resolveSettled = () => {};

  constructor(private readonly options: GroupMemberOptions) {
    this.settled = new Promise((resolve) => (this.resolveSettled = resolve));
    this.ended = this.runUntilClosed().finally(() => this.resolveSettled());
  }

  /** Unacknowledged messages of its shards. */
  get backlogs(): ReadonlyMap<string, number> {
    return this.options.owned.backlogs;
  }

  /** Takes no more messages. Resolves when the running handlers are done and its shards are free for others. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.ended;
  }

  private async runUntilClosed(): Promise<'closed' | 'gone'> {
    const { owned, clock, leases, logger } = this.options;
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        const hasTaken = await this.runRound();
        if (hasTaken) continue;
      } catch (error) {
        if (isGone(error)) {
          owned.loseAll('the stream does not exist any more');
          await this.leave();
          return 'gone';
        }
        logger.warn(
          { code: errorCode(error), group: leases.group },
          'Earshot cannot assign shards now and tries again',
        );
      }
      await pause(clock, this.roundMs, signal);
    }
    await this.leave();
    return 'closed';
  }

  private get roundMs(): number {
    return Math.min(LONGEST_ROUND_MS, this.options.leases.leaseMs / 4);
  }

  /** Returns whether it took shards. Then the table has changed and the next round follows at once. */
  private async runRound(): Promise<boolean> {
    const { directory, leases, owned } = this.options;
    await this.renewLeases();
    if (await directory.refresh()) {
      await leases.enrol([...directory.all.keys()]);
      await this.renewLeases();
    }
    const plan = planLeases({
      me: leases.member,
      table: this.table,
      busy: owned.busy,
      isReady: (id) => this.isShardReady(id),
    });
    if (plan.isSettled) this.resolveSettled();
    let hasTaken = false;
    for (const seen of plan.take) {
      if (this.closing.signal.aborted) return false;
      const lease = await leases.acquire(seen);
      if (lease === null) continue;
      hasTaken = true;
      this.startReading(lease);
    }
    for (const seen of plan.request) await leases.steal(seen);
    await owned.storeCheckpoints();
    return hasTaken;
  }

  /** Renews the membership and stops reading the shards that have other owners. */
  private async renewLeases(): Promise<void> {
    const { leases, owned, clock } = this.options;
    // Counts the lease from before the request. The store counts from its arrival, so this member gives up first.
    const cancel = clock.schedule(leases.leaseMs, () =>
      owned.loseAll('the lease store did not answer within the length of a lease'),
    );
    try {
      this.table = await leases.renew(owned.backlogs);
    } catch (error) {
      cancel();
      throw error;
    }
    this.cancelExpiry();
    this.cancelExpiry = cancel;
    owned.reconcile(this.table);
  }

  private startReading(lease: ShardLease): void {
    const { directory, owned, openReader } = this.options;
    const shard = directory.all.get(lease.shard);
    if (shard === undefined) return;
    const checkpointOf = (id: string) => this.leaseOf(id)?.checkpoint ?? null;
    const tails = lease.checkpoint === null ? findParentTails(shard, directory.all, checkpointOf) : [];
    owned.add(lease, openReader(shard, lease.checkpoint, tails));
  }

  private isShardReady(id: string): boolean {
    const { all } = this.options.directory;
    const shard = all.get(id);
    return shard !== undefined && isReady(shard, all, (parent) => this.leaseOf(parent)?.isFinished ?? false);
  }

  private leaseOf(shard: string): ShardLease | undefined {
    return this.table.leases.find((lease) => lease.shard === shard);
  }

  /** Renews its leases until the last handler is done, then leaves the group. */
  private async leave(): Promise<void> {
    const { clock, leases, owned, directory, logger } = this.options;
    const closed = new AbortController();
    const closing = owned.close().finally(() => closed.abort());
    while (!closed.signal.aborted) {
      await pause(clock, this.roundMs, closed.signal);
      if (!closed.signal.aborted) await this.renewLeases().catch(() => undefined);
    }
    await closing;
    this.cancelExpiry();
    directory.close();
    await leases.leave().catch((error: unknown) => {
      logger.warn(
        { code: errorCode(error), group: leases.group },
        'a member could not leave its group; its leases will expire',
      );
    });
  }
}
