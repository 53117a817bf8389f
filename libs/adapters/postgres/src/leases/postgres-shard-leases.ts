import type { HeldShard, LeaseScope, LeaseTable, ShardLease, ShardLeases } from '@earshot/ports';
import type { Database, SqlClient } from '../database.js';
import * as sql from './lease-statements.js';

interface LeaseRow {
  readonly shard: string;
  readonly counter: string;
  readonly owner: string | null;
  readonly wanted_by: string | null;
  readonly is_overdue: boolean;
  readonly checkpoint: string | null;
  readonly is_finished: boolean;
  readonly backlog_messages: string;
}

/** Leases as rows. Each change is one conditional statement, so the row lock decides which process comes first. */
export class PostgresShardLeases implements ShardLeases {
  constructor(private readonly database: Database) {}

  enrol({ stream, group }: LeaseScope, shards: readonly string[]): Promise<void> {
    return this.database.transaction(async (client) => {
      await client.query({ text: sql.enrolShards, values: [stream, group, shards] });
      await client.query({ text: sql.forgetShards, values: [stream, group, shards] });
      await client.query({ text: sql.forgetMembers, values: [stream, group] });
    });
  }

  read(scope: LeaseScope): Promise<LeaseTable> {
    return this.database.transaction((client) => readTable(client, scope));
  }

  renew(
    scope: LeaseScope,
    member: string,
    durationMs: number,
    backlogs: ReadonlyMap<string, number>,
  ): Promise<LeaseTable> {
    const { stream, group } = scope;
    return this.database.transaction(async (client) => {
      await client.query({ text: sql.renewMember, values: [stream, group, member, durationMs] });
      await client.query({
        text: sql.renewLeases,
        values: [stream, group, member, durationMs, [...backlogs.keys()], [...backlogs.values()].map(Math.round)],
      });
      return readTable(client, scope);
    });
  }

  async acquire(scope: LeaseScope, seen: HeldShard, member: string, durationMs: number): Promise<ShardLease | null> {
    const rows = await this.query<LeaseRow>(sql.acquireLease, [...keyOf(scope, seen), member, durationMs]);
    return rows[0] === undefined ? null : toLease(rows[0]);
  }

  async steal(scope: LeaseScope, seen: HeldShard, member: string, graceMs: number): Promise<boolean> {
    return (await this.query(sql.wantLease, [...keyOf(scope, seen), member, graceMs])).length > 0;
  }

  async checkpoint(
    scope: LeaseScope,
    held: HeldShard,
    upTo: { sequenceNumber?: string; isFinished?: boolean },
  ): Promise<boolean> {
    const values = [...keyOf(scope, held), upTo.sequenceNumber ?? null, upTo.isFinished ?? false];
    return (await this.query(sql.storeCheckpoint, values)).length > 0;
  }

  async release(scope: LeaseScope, held: HeldShard): Promise<void> {
    await this.query(sql.releaseLease, keyOf(scope, held));
  }

  leave({ stream, group }: LeaseScope, member: string): Promise<void> {
    return this.database.transaction(async (client) => {
      await client.query({ text: sql.releaseAll, values: [stream, group, member] });
      await client.query({ text: sql.forgetMember, values: [stream, group, member] });
    });
  }

  private query<R>(text: string, values: unknown[]): Promise<R[]> {
    return this.database.transaction(async (client) => (await client.query<R>({ text, values })).rows);
  }
}

const keyOf = ({ stream, group }: LeaseScope, { shard, counter }: HeldShard): unknown[] => [
  stream,
  group,
  shard,
  counter,
];

async function readTable(client: SqlClient, { stream, group }: LeaseScope): Promise<LeaseTable> {
  const members = await client.query<{ member: string }>({ text: sql.readMembers, values: [stream, group] });
  const leases = await client.query<LeaseRow>({ text: sql.readLeases, values: [stream, group] });
  return { members: members.rows.map(({ member }) => member), leases: leases.rows.map(toLease) };
}

const toLease = (row: LeaseRow): ShardLease => ({
  shard: row.shard,
  counter: Number(row.counter),
  owner: row.owner,
  wantedBy: row.wanted_by,
  isOverdue: row.is_overdue,
  checkpoint: row.checkpoint,
  isFinished: row.is_finished,
  backlogMessages: Number(row.backlog_messages),
});
