import { noAttempts, type FailedAttempts } from '@earshot/domain';
import type { AttemptStore } from '@earshot/ports';
import type { Database } from '../database.js';
import { toMs, toTime } from '../sql-time.js';

/** Creates the rows that are missing, so that each one can be locked. */
const startSql = `
  insert into sign_in_attempts (key, count, last_at) select key, 0, ${toTime('0')} from unnest($1::text[]) as key
  on conflict do nothing`;
/** In the order of the keys, so that two transactions cannot wait for each other. */
const lockSql = `
  select key, count, ${toMs('last_at')} as "lastAtMs", ${toMs('locked_until')} as "lockedUntilMs"
  from sign_in_attempts where key = any($1::text[]) order by key for update`;
const storeSql = `
  insert into sign_in_attempts (key, count, last_at, locked_until)
  select key, count, ${toTime('"lastAtMs"')}, ${toTime('"lockedUntilMs"')}
  from jsonb_to_recordset($1::jsonb) as n (key text, count int, "lastAtMs" float8, "lockedUntilMs" float8)
  on conflict (key) do update set count = excluded.count, last_at = excluded.last_at, locked_until = excluded.locked_until`;
const removeSql = `delete from sign_in_attempts where key = any($1::text[])`;
const forgetSql = `delete from sign_in_attempts where last_at < ${toTime('$1')}`;

/** Failed sign-ins as one row for each key. */
export class PostgresAttempts implements AttemptStore {
  constructor(private readonly database: Database) {}

  async change(
    keys: readonly string[],
    change: (attempts: readonly FailedAttempts[]) => readonly FailedAttempts[],
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query({ text: startSql, values: [[...keys].sort()] });
      const { rows } = await client.query<FailedAttempts & { readonly key: string }>({ text: lockSql, values: [keys] });
      const stored = new Map(rows.map(({ key, ...attempts }) => [key, attempts]));
      const before = keys.map((key) => stored.get(key) ?? noAttempts);
      const after = change(before).map((attempts, at) => ({ key: keys[at], ...attempts }));
      await client.query({ text: storeSql, values: [JSON.stringify(after)] });
    });
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.database.transaction((client) => client.query({ text: removeSql, values: [keys] }));
  }

  async forget(beforeMs: number): Promise<void> {
    await this.database.transaction((client) => client.query({ text: forgetSql, values: [beforeMs] }));
  }
}
