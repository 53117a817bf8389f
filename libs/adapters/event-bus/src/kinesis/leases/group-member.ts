import type { LeaseTable, ShardLease, ShardLeases } from '@earshot/ports';
import { isGone } from '../kinesis-api.js';
import { codeOf, OwnedShards, type OwnedShardsOptions } from './owned-shards.js';
import { pause } from '../backoff.js';
import { planLeases } from './plan-leases.js';
import type { ShardDirectory } from './shard-directory.js';
import type { ShardReader } from '../read/shard-reader.js';
import { isReady, tailsBefore, type Shard, type Tail } from './shards.js';

export interface GroupMemberOptions extends Omit<OwnedShardsOptions, 'onEnd'> {
  readonly leases: ShardLeases;
  readonly directory: ShardDirectory;
  open(shard: Shard, checkpoint: string | null, tails: readonly Tail[]): ShardReader;
}

const LONGEST_ROUND_MS = 1_000;

/**
 * One member of a group: keeps its leases, takes its fair share of the shards, lets go of what others are due, and stops
 * at once where a shard is, or by now may be, another's.
 */
export class GroupMember {
  /** Resolves when it has its share for the first time, or ends before. */
  readonly settled: Promise<void>;
  /** Resolves after `close`, or when the stream is not there any more. */
  readonly ended: Promise<'closed' | 'gone'>;
  private readonly owned: OwnedShards;
  private readonly closing = new AbortController();
  private table: LeaseTable = { members: [], leases: [] };
  private cancelExpiry = () => {};
  private settle = () => {};

  constructor(private readonly options: GroupMemberOptions) {
    this.owned = new OwnedShards({ ...options, onEnd: () => options.directory.expire() });
    this.settled = new Promise((resolve) => (this.settle = resolve));
    this.ended = this.live().finally(() => this.settle());
  }

  /** Messages of the shards it works on that are not acknowledged. */
  get backlogs(): ReadonlyMap<string, number> {
    return this.owned.backlogs;
  }

  /** Takes no more; resolves when what was being handled is done and its shards are free for others. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.ended;
  }

  private async live(): Promise<'closed' | 'gone'> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        const hasTaken = await this.round();
        if (hasTaken) continue;
      } catch (error) {
        if (isGone(error)) {
          this.owned.loseAll('the stream is not there any more');
          await this.leave();
          return 'gone';
        }
        this.options.logger.warn(
          { code: codeOf(error), group: this.options.scope.group },
          'shards cannot be shared out now',
        );
      }
      await pause(this.options.clock, this.roundMs, signal);
    }
    await this.leave();
    return 'closed';
  }

  private get roundMs(): number {
    return Math.min(LONGEST_ROUND_MS, this.options.leaseMs / 4);
  }

  /** Whether it took shards, so that the table is to be looked at again. */
  private async round(): Promise<boolean> {
    const { directory, leases, scope, member, leaseMs } = this.options;
    await this.renew();
    if (await directory.refresh()) {
      await leases.enrol(scope, [...directory.all.keys()]);
      await this.renew();
    }
    const plan = planLeases({
      me: member,
      table: this.table,
      busy: this.owned.busy,
      isReady: (id) => this.isReady(id),
    });
    if (plan.isSettled) this.settle();
    let hasTaken = false;
    for (const seen of plan.take) {
      if (this.closing.signal.aborted) return false;
      const lease = await leases.acquire(scope, seen, member, leaseMs);
      if (lease === null) continue;
      hasTaken = true;
      this.begin(lease);
    }
    for (const seen of plan.want) await leases.steal(scope, seen, member, leaseMs);
    await this.owned.storeAll();
    return hasTaken;
  }

  /** Says that it lives, and finds out what is not its own any more. */
  private async renew(): Promise<void> {
    const { leases, scope, member, leaseMs, clock } = this.options;
    // Counted from before the question: the store counts from later on, so this side gives up first.
    const cancel = clock.schedule(leaseMs, () => this.owned.loseAll('the store of leases did not answer in time'));
    try {
      this.table = await leases.renew(scope, member, leaseMs, this.owned.backlogs);
    } catch (error) {
      cancel();
      throw error;
    }
    this.cancelExpiry();
    this.cancelExpiry = cancel;
    this.owned.compare(this.table);
  }

  private begin(lease: ShardLease): void {
    const shard = this.options.directory.all.get(lease.shard);
    if (shard === undefined) return;
    const checkpointOf = (id: string) => this.rowOf(id)?.checkpoint ?? null;
    const tails = lease.checkpoint === null ? tailsBefore(shard, this.options.directory.all, checkpointOf) : [];
    this.owned.begin(lease, this.options.open(shard, lease.checkpoint, tails));
  }

  private isReady(id: string): boolean {
    const { all } = this.options.directory;
    const shard = all.get(id);
    return shard !== undefined && isReady(shard, all, (parent) => this.rowOf(parent)?.isFinished ?? false);
  }

  private rowOf(shard: string): ShardLease | undefined {
    return this.table.leases.find((lease) => lease.shard === shard);
  }

  /** Keeps its leases until the last handler is done, then goes. */
  private async leave(): Promise<void> {
    const { clock, leases, scope, member, logger } = this.options;
    const closed = new AbortController();
    const closing = this.owned.close().finally(() => closed.abort());
    while (!closed.signal.aborted) {
      await pause(clock, this.roundMs, closed.signal);
      if (!closed.signal.aborted) await this.renew().catch(() => undefined);
    }
    await closing;
    this.cancelExpiry();
    this.options.directory.close();
    await leases.leave(scope, member).catch((error: unknown) => {
      logger.warn({ code: codeOf(error), group: scope.group }, 'a member went without saying so');
    });
  }
}
