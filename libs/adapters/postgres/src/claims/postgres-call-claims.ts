import type { CallClaims } from '@earshot/ports';
import type { Database } from '../database.js';
import { runStatement } from '../run-statement.js';

const until = `clock_timestamp() + $2::float8 * interval '1 millisecond'`;

/** Claims of calls in the table `call_claims`. */
export class PostgresCallClaims implements CallClaims {
  constructor(private readonly database: Database) {}

  async claim(platformCallId: string, owner: string, durationMs: number): Promise<boolean> {
    return this.database.transaction(async (client) => {
      const rows = await runStatement(client, 'claim-call', claimSql, [platformCallId, durationMs, owner]);
      await runStatement(client, 'forget-claims', forgetSql, []);
      return rows.length > 0;
    });
  }

  async renew(owner: string, durationMs: number): Promise<void> {
    await this.database.transaction((client) => runStatement(client, 'renew-claims', renewSql, [owner, durationMs]));
  }

  async release(platformCallId: string, owner: string): Promise<void> {
    await this.database.transaction((client) =>
      runStatement(client, 'release-claim', releaseSql, [platformCallId, owner]),
    );
  }
}

const claimSql = `
  insert into call_claims (platform_call_id, owner, held_until) values ($1, $3, ${until})
  on conflict (platform_call_id) do update set owner = excluded.owner, held_until = excluded.held_until
  where call_claims.owner = excluded.owner or call_claims.held_until <= clock_timestamp()
  returning 1`;

const renewSql = `update call_claims set held_until = ${until} where owner = $1`;

const releaseSql = `delete from call_claims where platform_call_id = $1 and owner = $2`;

/** Of processes that died. Few at a time, because each claim does it. */
const forgetSql = `
  delete from call_claims where platform_call_id in (
    select platform_call_id from call_claims where held_until < clock_timestamp() - interval '1 hour'
    limit 10 for update skip locked)`;
