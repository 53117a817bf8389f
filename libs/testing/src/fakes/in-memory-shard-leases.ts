import type { Clock, HeldShard, LeaseScope, LeaseTable, ShardLease, ShardLeases } from '@earshot/ports';

interface Row {
  readonly shard: string;
  counter: number;
  owner: string | null;
  expiresAtMs: number;
  wantedBy: string | null;
  wantedUntilMs: number;
  checkpoint: string | null;
  isFinished: boolean;
  backlogMessages: number;
}

interface Scope {
  readonly rows: Map<string, Row>;
  readonly members: Map<string, number>;
}

/** Leases in memory, shared by all members that get this object. The clock stands for the clock of the database. */
export class InMemoryShardLeases implements ShardLeases {
  private readonly scopes = new Map<string, Scope>();

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  async enrol(scope: LeaseScope, shards: readonly string[]): Promise<void> {
    const { rows } = this.scopeOf(scope);
    for (const shard of shards) {
      if (rows.has(shard)) continue;
      rows.set(shard, {
        ...{ shard, counter: 0, checkpoint: null, isFinished: false, backlogMessages: 0 },
        ...freeAndUnwanted,
      });
    }
    for (const row of rows.values()) if (row.isFinished && !shards.includes(row.shard)) rows.delete(row.shard);
  }

  async read(scope: LeaseScope): Promise<LeaseTable> {
    const { rows, members } = this.scopeOf(scope);
    const now = this.clock.nowMs();
    const isAlive = (member: string | null) => member !== null && (members.get(member) ?? 0) > now;
    return {
      members: [...members.keys()].filter(isAlive).sort(),
      leases: [...rows.values()]
        .sort((a, b) => (a.shard < b.shard ? -1 : 1))
        .map((row) => ({
          shard: row.shard,
          counter: row.counter,
          owner: row.expiresAtMs > now ? row.owner : null,
          wantedBy: isAlive(row.wantedBy) ? row.wantedBy : null,
          isOverdue: row.wantedBy !== null && row.wantedUntilMs <= now,
          checkpoint: row.checkpoint,
          isFinished: row.isFinished,
          backlogMessages: row.backlogMessages,
        })),
    };
  }

  async renew(
    scope: LeaseScope,
    member: string,
    durationMs: number,
    backlogs: ReadonlyMap<string, number>,
  ): Promise<LeaseTable> {
    const { rows, members } = this.scopeOf(scope);
    const untilMs = this.clock.nowMs() + durationMs;
    members.set(member, untilMs);
    for (const row of rows.values()) {
      if (row.owner !== member) continue;
      row.expiresAtMs = untilMs;
      row.backlogMessages = backlogs.get(row.shard) ?? row.backlogMessages;
    }
    return this.read(scope);
  }

  async acquire(scope: LeaseScope, seen: HeldShard, member: string, durationMs: number): Promise<ShardLease | null> {
    const row = this.rowOf(scope, seen);
    const now = this.clock.nowMs();
    if (row === undefined || row.isFinished) return null;
    const isOverdue = row.wantedBy === member && row.wantedUntilMs <= now;
    if (row.owner !== null && row.owner !== member && row.expiresAtMs > now && !isOverdue) return null;
    Object.assign(row, freeAndUnwanted, { owner: member, counter: row.counter + 1, expiresAtMs: now + durationMs });
    return (await this.read(scope)).leases.find(({ shard }) => shard === seen.shard) ?? null;
  }

  async steal(scope: LeaseScope, seen: HeldShard, member: string, graceMs: number): Promise<boolean> {
    const row = this.rowOf(scope, seen);
    const now = this.clock.nowMs();
    if (row === undefined || row.owner === null || row.isFinished) return false;
    if (row.wantedBy === member) return true;
    if (row.wantedBy !== null && (this.scopeOf(scope).members.get(row.wantedBy) ?? 0) > now) return false;
    Object.assign(row, { wantedBy: member, wantedUntilMs: now + graceMs });
    return true;
  }

  async checkpoint(
    scope: LeaseScope,
    held: HeldShard,
    upTo: { sequenceNumber?: string; isFinished?: boolean },
  ): Promise<boolean> {
    const row = this.rowOf(scope, held);
    if (row === undefined || row.owner === null) return false;
    const { sequenceNumber = null, isFinished = false } = upTo;
    if (sequenceNumber !== null && (row.checkpoint === null || BigInt(sequenceNumber) > BigInt(row.checkpoint))) {
      row.checkpoint = sequenceNumber;
    }
    if (isFinished) Object.assign(row, { isFinished, backlogMessages: 0 });
    return true;
  }

  async release(scope: LeaseScope, held: HeldShard): Promise<void> {
    const row = this.rowOf(scope, held);
    if (row !== undefined && row.owner !== null) Object.assign(row, free, { counter: row.counter + 1 });
  }

  async leave(scope: LeaseScope, member: string): Promise<void> {
    const { rows, members } = this.scopeOf(scope);
    for (const row of rows.values()) {
      if (row.owner === member) Object.assign(row, free, { counter: row.counter + 1 });
    }
    members.delete(member);
  }

  private rowOf(scope: LeaseScope, { shard, counter }: HeldShard): Row | undefined {
    const row = this.scopeOf(scope).rows.get(shard);
    return row?.counter === counter ? row : undefined;
  }

  private scopeOf({ stream, group }: LeaseScope): Scope {
    const name = JSON.stringify([stream, group]);
    let scope = this.scopes.get(name);
    if (scope === undefined) this.scopes.set(name, (scope = { rows: new Map(), members: new Map() }));
    return scope;
  }
}

/** A released shard keeps `wantedBy`, because it is released for that member. */
const free = { owner: null, expiresAtMs: 0 };
const freeAndUnwanted = { ...free, wantedBy: null, wantedUntilMs: 0 };
