import {
  MAX_SESSIONS_PER_USER,
  MAX_USER_AGENT_LENGTH,
  type LogoutToken,
  type NewSession,
  type Page,
  type Session,
  type SessionQuery,
  type SessionStore,
  type User,
  type UserSession,
} from '@earshot/ports';
import { decodeCursor, encodeCursor } from '../calls/read/cursor.js';
import type { Database, SqlClient } from '../database.js';
import { storableText } from '../storable-text.js';
import * as sql from './session-statements.js';

const MAX_LISTED = 100;

/** A session and its account in one row. */
type Row = User &
  Omit<Session, 'id' | 'createdAtMs'> & {
    readonly sessionId: string;
    readonly startedAtMs: number;
    readonly secretHash: Uint8Array;
    readonly issuer: string | null;
    readonly sid: string | null;
    readonly sealedTokens: Uint8Array | null;
  };

/** Sessions as one row each. One that ended keeps its row for a while, so that administrators can see it. */
export class PostgresSessions implements SessionStore {
  constructor(private readonly database: Database) {}

  async add(session: NewSession): Promise<void> {
    await this.database.transaction((client) => insertSession(client, session));
  }

  async replace(id: string, session: NewSession): Promise<boolean> {
    return this.database.transaction(async (client) => {
      const ended = await client.query({ text: sql.endSql, values: [session.createdAtMs, id] });
      if (ended.rows.length === 0) return false;
      await insertSession(client, session);
      return true;
    });
  }

  async findOpen(ids: readonly string[], nowMs: number): Promise<readonly UserSession[]> {
    return (await this.query<Row>(sql.findOpenSql, [nowMs, ids])).map(toUserSession);
  }

  async list(
    tenant: string,
    { first: wanted, after, userId, usedAfterMs }: SessionQuery,
    nowMs: number,
  ): Promise<Page<Session & { readonly user: User }>> {
    const first = Math.min(Math.max(wanted, 1), MAX_LISTED);
    const order = `sessions ${tenant}`;
    const [atMs = null, id = null] = after === undefined ? [] : decodeCursor(after, order, ['time', 'text']);
    const rows = await this.query<Row>(sql.listSql, [
      ...[nowMs, tenant, atMs, id],
      ...[userId ?? null, usedAfterMs ?? null, first + 1],
    ]);
    const items = rows.slice(0, first).map((row) => {
      const { secretHash: _secretHash, provider: _provider, ...item } = toUserSession(row);
      return { cursor: encodeCursor(order, [item.createdAtMs, item.id]), item };
    });
    return { items, hasNextPage: rows.length > first };
  }

  async hasSignedInAt(userId: string, address: string, sinceMs: number): Promise<boolean> {
    return (await this.query(sql.hasSignedInAtSql, [userId, address, sinceMs])).length > 0;
  }

  async end(tenant: string, id: string, nowMs: number): Promise<boolean> {
    return (await this.change(sql.endInTenantSql, [nowMs, id, tenant])) > 0;
  }

  endOfUser(userId: string, nowMs: number, keep?: string): Promise<number> {
    return this.change(sql.endOfUserSql, [nowMs, userId, keep ?? null]);
  }

  async endOfProvider(
    session: { readonly issuer: string; readonly sid: string } | { readonly externalId: string },
    { idHash, keepUntilMs }: LogoutToken,
    nowMs: number,
  ): Promise<readonly string[] | null> {
    const [text, named] =
      'externalId' in session
        ? [sql.endOfExternalIdSql, [session.externalId]]
        : [sql.endOfProviderSessionSql, [session.issuer, session.sid]];
    return this.database.transaction(async (client) => {
      await client.query({ text: sql.forgetLogoutTokensSql, values: [nowMs] });
      const values = [Buffer.from(idHash), keepUntilMs];
      if ((await client.query({ text: sql.useLogoutTokenSql, values })).rows.length === 0) return null;
      const ended = await client.query<{ userId: string }>({ text, values: [nowMs, ...named] });
      return [...new Set(ended.rows.map(({ userId }) => userId))];
    });
  }

  async setTokens(id: string, sealedTokens: Uint8Array | null, dueAtMs: number | null): Promise<void> {
    await this.change(sql.setTokensSql, [id, sealedTokens && Buffer.from(sealedTokens), dueAtMs]);
  }

  takeDueTokens(nowMs: number, nextMs: number, limit: number): Promise<readonly UserSession[]> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<{ id: string }>({
        text: sql.takeDueTokensSql,
        values: [nowMs, nextMs, limit],
      });
      const found = await client.query<Row>({ text: sql.findOpenSql, values: [nowMs, rows.map(({ id }) => id)] });
      return found.rows.map(toUserSession);
    });
  }

  async markUsed(uses: ReadonlyMap<string, number>): Promise<void> {
    await this.change(sql.markUsedSql, [[...uses.keys()], [...uses.values()]]);
  }

  async forget(beforeMs: number): Promise<void> {
    await this.change(sql.forgetSql, [beforeMs]);
  }

  private query<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.read((manager) => manager.query<R[]>(text, [...values]));
  }

  /** Returns the number of rows that the statement returns. */
  private change(text: string, values: readonly unknown[]): Promise<number> {
    return this.database.transaction(async (client) => (await client.query({ text, values: [...values] })).rows.length);
  }
}

async function insertSession(client: SqlClient, session: NewSession): Promise<void> {
  const { id, userId, secretHash, createdAtMs, expiresAtMs, address, method, level, provider } = session;
  const userAgent = storableText(session.userAgent).slice(0, MAX_USER_AGENT_LENGTH);
  const what = [id, userId, Buffer.from(secretHash), createdAtMs, expiresAtMs, address, userAgent, method, level];
  const tokens = provider?.sealedTokens ? Buffer.from(provider.sealedTokens) : null;
  await client.query({
    text: sql.addSql,
    values: [...what, provider?.issuer ?? null, provider?.sid ?? null, tokens],
  });
  await client.query({ text: sql.endOldestSql, values: [createdAtMs, userId, MAX_SESSIONS_PER_USER] });
}

function toUserSession({
  sessionId,
  userId,
  startedAtMs,
  lastUsedAtMs,
  expiresAtMs,
  address,
  userAgent,
  method,
  level,
  secretHash,
  issuer,
  sid,
  sealedTokens,
  ...user
}: Row): UserSession {
  const times = { createdAtMs: startedAtMs, lastUsedAtMs, expiresAtMs };
  const provider = issuer === null ? null : { issuer, sid, sealedTokens };
  return { id: sessionId, userId, ...times, address, userAgent, method, level, secretHash, provider, user };
}
