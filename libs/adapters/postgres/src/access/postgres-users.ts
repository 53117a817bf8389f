import { foldUserName } from '@earshot/domain';
import {
  Failure,
  MAX_USERS,
  type Credentials,
  type DisabledPerson,
  type NewUser,
  type Page,
  type User,
  type UserChange,
  type UserQuery,
  type UserStore,
} from '@earshot/ports';
import { decodeCursor, encodeCursor } from '../calls/read/cursor.js';
import { escapeLike } from '../calls/read/filter-conditions.js';
import type { Database, SqlClient } from '../database.js';
import { redeemSql } from './ticket-statements.js';
import { hasAdmin, isAdmin, requireAdmin } from './last-admin.js';
import * as sql from './user-statements.js';

const MAX_LISTED = 100;

/** Accounts as one row each. */
export class PostgresUsers implements UserStore {
  constructor(private readonly database: Database) {}

  async add(user: NewUser): Promise<void> {
    await this.database.transaction((client) => insertUser(client, user));
  }

  async addFirstAdmin(user: NewUser, ticketId: string): Promise<boolean> {
    return this.database.transaction(async (client) => {
      await client.query({ text: sql.lockSql });
      if (await hasAdmin(client, user.tenant)) return false;
      const redeemed = await client.query({ text: redeemSql, values: [user.createdAtMs, ticketId] });
      if (redeemed.rows.length === 0) return false;
      await insertUser(client, user);
      return true;
    });
  }

  find(tenant: string, id: string): Promise<User | null> {
    return this.findOne(sql.findSql, [tenant, id]);
  }

  findByName(tenant: string, name: string): Promise<User | null> {
    return this.findOne(sql.findByNameSql, [tenant, foldUserName(name)]);
  }

  findByExternalId(tenant: string, externalId: string): Promise<User | null> {
    return this.findOne(sql.findByExternalIdSql, [tenant, externalId]);
  }

  async list(tenant: string, { first: wanted, after, search = '' }: UserQuery): Promise<Page<User>> {
    const first = Math.min(Math.max(wanted, 1), MAX_LISTED);
    const order = `users ${tenant}`;
    const [afterName = ''] = after === undefined ? [] : decodeCursor(after, order, ['text']);
    const values = [tenant, afterName, `%${escapeLike(foldUserName(search))}%`, first + 1];
    const rows = await this.query<User>(sql.listSql, values);
    const items = rows
      .slice(0, first)
      .map((item) => ({ cursor: encodeCursor(order, [foldUserName(item.name)]), item }));
    return { items, hasNextPage: rows.length > first };
  }

  listDisabled(tenant: string): Promise<readonly DisabledPerson[]> {
    return this.query(sql.disabledSql, [tenant]);
  }

  async hasAdmin(tenant: string): Promise<boolean> {
    return (await this.query(sql.adminsSql, [tenant])).length > 0;
  }

  async change(
    tenant: string,
    id: string,
    change: UserChange,
    { mayLeaveNoAdmin } = { mayLeaveNoAdmin: false },
  ): Promise<User | null> {
    return this.database.transaction(async (client) => {
      await client.query({ text: sql.lockSql });
      const [before] = (await client.query<User>({ text: sql.findSql, values: [tenant, id] })).rows;
      if (before === undefined) return null;
      const user = { ...before, ...change };
      if (foldUserName(user.name) !== foldUserName(before.name)) await requireFreeName(client, user);
      const { name, displayName, externalId, roles, agentId, teams, queues, state } = user;
      const names = [name, foldUserName(name), displayName, externalId];
      const values = [tenant, id, ...names, roles, agentId, teams, queues, state];
      const { rows } = await client.query<User>({ text: sql.changeSql, values });
      if (!mayLeaveNoAdmin && isAdmin(before)) await requireAdmin(client, tenant);
      return rows[0] ?? null;
    });
  }

  async noteSignIn(id: string, nowMs: number): Promise<void> {
    await this.changes(sql.noteSignInSql, [id, nowMs]);
  }

  async findCredentials(id: string): Promise<Credentials | null> {
    const [row] = await this.query<{ passwordHash: string | null; sealedSecret: Buffer | null; isConfirmed: boolean }>(
      sql.credentialsSql,
      [id],
    );
    if (row === undefined) return null;
    const { passwordHash, sealedSecret, isConfirmed } = row;
    return { passwordHash, totp: sealedSecret && { sealedSecret, isConfirmed } };
  }

  setPassword(id: string, passwordHash: string | null, mustChange: boolean): Promise<boolean> {
    return this.changes(sql.setPasswordSql, [id, passwordHash, mustChange]);
  }

  startTotp(id: string, sealedSecret: Uint8Array): Promise<boolean> {
    return this.changes(sql.startTotpSql, [id, Buffer.from(sealedSecret)]);
  }

  confirmTotp(id: string, step: number, recoveryHashes: readonly Uint8Array[]): Promise<boolean> {
    return this.changes(sql.confirmTotpSql, [id, step, recoveryHashes.map((hash) => Buffer.from(hash))]);
  }

  useTotpStep(id: string, step: number): Promise<boolean> {
    return this.changes(sql.useTotpStepSql, [id, step]);
  }

  useRecoveryCode(id: string, hash: Uint8Array): Promise<boolean> {
    return this.changes(sql.useRecoveryCodeSql, [id, Buffer.from(hash)]);
  }

  removeTotp(id: string): Promise<boolean> {
    return this.changes(sql.removeTotpSql, [id]);
  }

  private async findOne(text: string, values: readonly unknown[]): Promise<User | null> {
    return (await this.query<User>(text, values))[0] ?? null;
  }

  private query<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.read((manager) => manager.query<R[]>(text, [...values]));
  }

  /** Returns whether the statement changed a row. */
  private changes(text: string, values: readonly unknown[]): Promise<boolean> {
    return this.database.transaction(
      async (client) => (await client.query({ text, values: [...values] })).rows.length > 0,
    );
  }
}

async function requireFreeName(client: SqlClient, { tenant, name }: Pick<User, 'tenant' | 'name'>): Promise<void> {
  const { rows } = await client.query({ text: sql.findByNameSql, values: [tenant, foldUserName(name)] });
  if (rows.length > 0) throw new Failure('NAME_TAKEN', 'Somebody else has this name.');
}

async function insertUser(client: SqlClient, user: NewUser): Promise<void> {
  await client.query({ text: sql.lockSql });
  const stored = await client.query<{ count: number }>({ text: sql.countSql });
  if ((stored.rows[0]?.count ?? 0) >= MAX_USERS)
    throw new Failure('TOO_MANY_USERS', `There are ${MAX_USERS} accounts, and that is the limit.`);
  await requireFreeName(client, user);
  const { id, tenant, name, displayName, origin, externalId, roles, agentId, teams, queues, state } = user;
  const who = [id, tenant, name, foldUserName(name), displayName, origin, externalId];
  const values = [...who, roles, agentId, teams, queues, state, user.createdAtMs];
  await client.query({ text: sql.addSql, values: [...values, user.mustChangePassword, user.passwordHash] });
}
