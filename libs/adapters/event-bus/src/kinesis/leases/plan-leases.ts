import type { LeaseTable, ShardLease } from '@earshot/ports';

export interface LeasePlanInput {
  readonly me: string;
  readonly table: LeaseTable;
  /** Shards this member works on, or has not quite let go of. */
  readonly busy: ReadonlySet<string>;
  /** Whether a shard may be worked on: not before its parents are done. */
  isReady(shard: string): boolean;
}

export interface LeasePlan {
  /** To be had now: nobody's, or asked for and overdue. */
  readonly take: readonly ShardLease[];
  /** To be asked of the member that has most. */
  readonly want: readonly ShardLease[];
  /** Whether this member has its fair share, and waits for nothing. */
  readonly isSettled: boolean;
}

/**
 * What a member does to come to its fair share: expired and free shards first, then shards of the one that has most.
 * Every member plans for itself from the same table; who was faster is decided by the counters.
 */
export function planLeases({ me, table, busy, isReady }: LeasePlanInput): LeasePlan {
  const open = table.leases.filter(({ shard, isFinished }) => !isFinished && isReady(shard));
  const members = Math.max(1, table.members.length);
  const mostShards = Math.ceil(open.length / members);
  const fairShards = Math.floor(open.length / members);

  const asked = open.filter(({ owner, wantedBy }) => wantedBy === me && owner !== me);
  const mine = open.filter(({ owner, wantedBy }) => owner === me && wantedBy === null);
  // Its own by the table, but not worked on: it lost sight of them and takes them anew, under a new counter.
  const resumed = mine.filter(({ shard }) => !busy.has(shard));
  const due = asked.filter(({ owner, isOverdue, shard }) => (owner === null || isOverdue) && !busy.has(shard));
  // What was let go for somebody is left to them: who let it go would be the first to see it free.
  const free = rotated(
    open.filter(({ owner, wantedBy, shard }) => owner === null && wantedBy === null && !busy.has(shard)),
    (table.members.indexOf(me) * open.length) / members,
  ).slice(0, Math.max(0, mostShards - mine.length - asked.length));

  const counts = countOf(open, me);
  let have = mine.length + asked.length + free.length;
  const want: ShardLease[] = [];
  while (have < fairShards) {
    const [victim, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (victim === undefined || count === undefined || count < have + 2) break;
    const shard = open.findLast((lease) => lease.owner === victim && lease.wantedBy === null && !want.includes(lease));
    if (shard === undefined) break;
    want.push(shard);
    counts.set(victim, count - 1);
    have += 1;
  }
  const take = [...resumed, ...due, ...free];
  return { take, want, isSettled: take.length === 0 && want.length === 0 && asked.length === 0 };
}

/** How many each other member will have when it has let go of what it is asked for. */
function countOf(open: readonly ShardLease[], me: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { owner, wantedBy } of open) {
    if (owner !== null && owner !== me && wantedBy === null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}

/** Members that begin at different places do not all reach for the same shard. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : Math.floor(Math.max(0, by)) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
