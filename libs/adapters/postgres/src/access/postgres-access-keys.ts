import {
  Failure,
  MAX_USABLE_KEYS,
  type AccessKey,
  type KeyQuery,
  type KeyStore,
  type NewAccessKey,
  type Page,
  type StoredAccessKey,
} from '@earshot/ports';
import { decodeCursor, encodeCursor } from '../calls/read/cursor.js';
import type { Database, SqlClient } from '../database.js';
import * as sql from './access-key-statements.js';

const MAX_LISTED = 100;

/** Keys as one row each. A revoked key keeps its row, so that its calls and its uses can be explained. */
export class PostgresAccessKeys implements KeyStore {
  constructor(private readonly database: Database) {}

  async add(key: NewAccessKey): Promise<void> {
    await this.database.transaction((client) => insertKey(client, key));
  }

  async findUsable(id: string, nowMs: number): Promise<StoredAccessKey | null> {
    const [key] = await this.query<StoredAccessKey>(sql.findUsableSql, [nowMs, id]);
    return key ?? null;
  }

  listUsable(nowMs: number): Promise<readonly StoredAccessKey[]> {
    return this.query(sql.listUsableSql, [nowMs]);
  }

  async list(tenant: string, { first: wanted, after }: KeyQuery): Promise<Page<AccessKey>> {
    const first = Math.min(Math.max(wanted, 1), MAX_LISTED);
    const order = `keys ${tenant}`;
    const [atMs = null, id = null] = after === undefined ? [] : decodeCursor(after, order, ['time', 'text']);
    const rows = await this.query<AccessKey>(sql.listSql, [tenant, atMs, id, first + 1]);
    const items = rows
      .slice(0, first)
      .map((item) => ({ cursor: encodeCursor(order, [item.createdAtMs, item.id]), item }));
    return { items, hasNextPage: rows.length > first };
  }

  async revoke(id: string, nowMs: number): Promise<boolean> {
    return (await this.change<{ id: string }>(sql.revokeSql, [nowMs, id])).length > 0;
  }

  async replace(id: string, replacement: NewAccessKey, untilMs: number): Promise<boolean> {
    return this.database.transaction(async (client) => {
      await insertKey(client, replacement);
      const values = [replacement.createdAtMs, id, replacement.id, untilMs];
      const { rows } = await client.query({ text: sql.replaceSql, values });
      if (rows.length > 0) return true;
      await client.query({ text: `delete from access_keys where id = $1`, values: [replacement.id] });
      return false;
    });
  }

  async addShortLived(key: NewAccessKey, most: number): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query({ text: sql.lockSql });
      await client.query({ text: sql.removeOldSql, values: [key.createdAtMs, key.holder, most - 1] });
      await insertKey(client, key);
    });
  }

  async extend({ id, holder }: Pick<AccessKey, 'id' | 'holder'>, untilMs: number, nowMs: number): Promise<boolean> {
    return (await this.change<{ id: string }>(sql.extendSql, [nowMs, id, holder, untilMs])).length > 0;
  }

  async markUsed(ids: readonly string[], nowMs: number): Promise<void> {
    await this.change(sql.markUsedSql, [nowMs, ids]);
  }

  private query<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.read((manager) => manager.query<R[]>(text, [...values]));
  }

  private change<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.transaction(async (client) => (await client.query<R>({ text, values: [...values] })).rows);
  }
}

async function insertKey(client: SqlClient, key: NewAccessKey): Promise<void> {
  await client.query({ text: sql.lockSql });
  const usable = await client.query<{ count: number }>({ text: sql.countUsableSql, values: [key.createdAtMs] });
  if ((usable.rows[0]?.count ?? 0) >= MAX_USABLE_KEYS)
    throw new Failure('TOO_MANY_KEYS', `${MAX_USABLE_KEYS} keys are usable, and that is the limit: revoke some first`);
  const { id, holder, tenant, name, kind, roles, teams, queues, agentId, sources, createdAtMs, expiresAtMs } = key;
  const owner = [id, holder, tenant, name, kind];
  const rights = [roles, teams, queues, agentId, sources];
  const values = [...owner, ...rights, Buffer.from(key.secretHash), createdAtMs, expiresAtMs];
  await client.query({ text: sql.addSql, values });
}
