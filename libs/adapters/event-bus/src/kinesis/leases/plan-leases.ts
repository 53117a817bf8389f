import type { LeaseTable, ShardLease } from '@earshot/ports';

export interface LeasePlanInput {
  readonly me: string;
  readonly table: LeaseTable;
  /** Shards that this member owns, or whose last handlers still run here. */
  readonly busy: ReadonlySet<string>;
  /** Whether the parents of a shard are finished, so that it may be read. */
  isReady(shard: string): boolean;
}

export interface LeasePlan {
  /** Shards to acquire now: they are free, or requested and overdue. */
  readonly take: readonly ShardLease[];
  /** Shards to ask for, from the member that has the most. */
  readonly request: readonly ShardLease[];
  /** Whether this member has its fair share and waits for nothing. */
  readonly isSettled: boolean;
}

/**
 * Plans how a member gets its fair share: free and expired shards first, then shards of the member that has the most. Each
 * member plans for itself from the same table. The counters decide which of two members was faster.
 */
export function planLeases({ me, table, busy, isReady }: LeasePlanInput): LeasePlan {
  const readable = table.leases.filter(({ shard, isFinished }) => !isFinished && isReady(shard));
  const members = Math.max(1, table.members.length);
  const maxShards = Math.ceil(readable.length / members);
  const fairShards = Math.floor(readable.length / members);

  const requested = readable.filter(({ owner, wantedBy }) => wantedBy === me && owner !== me);
  const mine = readable.filter(({ owner, wantedBy }) => owner === me && wantedBy === null);
  // Shards that this member owns in the table but gave up reading. It takes them again under a new counter.
  const resumed = mine.filter(({ shard }) => !busy.has(shard));
  const due = requested.filter(({ owner, isOverdue, shard }) => (owner === null || isOverdue) && !busy.has(shard));
  // Leaves out shards that were released for another member. Their former owner would see them first and take them back.
  const free = rotate(
    readable.filter(({ owner, wantedBy, shard }) => owner === null && wantedBy === null && !busy.has(shard)),
    (table.members.indexOf(me) * readable.length) / members,
  ).slice(0, Math.max(0, maxShards - mine.length - requested.length));

  const request = planRequests(readable, me, mine.length + requested.length + free.length, fairShards);
  const take = [...resumed, ...due, ...free];
  return { take, request, isSettled: take.length === 0 && request.length === 0 && requested.length === 0 };
}

/** Chooses shards to ask for until this member has `fairShards`, each from the member that has the most by then. */
function planRequests(readable: readonly ShardLease[], me: string, have: number, fairShards: number): ShardLease[] {
  const counts = countShardsOfOthers(readable, me);
  const request: ShardLease[] = [];
  for (let expected = have; expected < fairShards; expected += 1) {
    const [richest, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (richest === undefined || count === undefined || count < expected + 2) break;
    const shard = readable.findLast(
      (lease) => lease.owner === richest && lease.wantedBy === null && !request.includes(lease),
    );
    if (shard === undefined) break;
    request.push(shard);
    counts.set(richest, count - 1);
  }
  return request;
}

/** Counts the shards of each other member without those that somebody has asked for. */
function countShardsOfOthers(readable: readonly ShardLease[], me: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { owner, wantedBy } of readable) {
    if (owner !== null && owner !== me && wantedBy === null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}

/** Moves the first `by` items to the end, so that members that plan at the same time start at different shards. */
function rotate<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : Math.floor(Math.max(0, by)) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
