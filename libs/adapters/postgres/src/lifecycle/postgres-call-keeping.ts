import { err, ok, type CallId, type Result } from '@earshot/contracts';
import type { RowScope } from '@earshot/domain';
import type { CallKeeping, KeepingOrder } from '@earshot/ports';
import { findReachedRows } from '../calls/read/scope-conditions.js';
import type { Database } from '../database.js';
import { runStatement } from '../run-statement.js';
import { toTime } from '../sql-time.js';
import { storableText } from '../storable-text.js';
import { lockReachedCall } from './lock-reached-call.js';

type Change = Result<void, 'CALL_NOT_FOUND'>;

const setHoldSql = `
  insert into legal_holds (call_id, reason, principal, subject, held_at) values ($1, $2, $3, $4, ${toTime('$5')})
  on conflict do nothing`;
const releaseHoldSql = `delete from legal_holds where call_id = $1`;
const setRetentionSql = `update calls set retain_until = ${toTime('$2')} where id = $1`;
const raiseVersionSql = `update calls set version = version + 1 where id = $1`;

/** Holds and times of single calls. Each change gives the call a new version, so that a reader keeps the newer state. */
export class PostgresCallKeeping implements CallKeeping {
  constructor(private readonly database: Database) {}

  setHold(scope: RowScope, callId: CallId, { reason, principal, subject, atMs }: KeepingOrder): Promise<Change> {
    const values = [callId, ...[reason, principal, subject].map(storableText), atMs];
    return this.change(scope, callId, 'set-hold', setHoldSql, values);
  }

  releaseHold(scope: RowScope, callId: CallId): Promise<Change> {
    return this.change(scope, callId, 'release-hold', releaseHoldSql, [callId]);
  }

  setRetention(scope: RowScope, callId: CallId, retainUntilMs: number | null): Promise<Change> {
    return this.change(scope, callId, 'set-retention', setRetentionSql, [callId, retainUntilMs]);
  }

  private async change(
    scope: RowScope,
    callId: CallId,
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Change> {
    const reached = await findReachedRows(this.database, scope);
    return this.database.transaction(async (client) => {
      if ((await lockReachedCall(client, reached, callId)) === null) return err('CALL_NOT_FOUND');
      await runStatement(client, name, text, values);
      await runStatement(client, 'raise-call-version', raiseVersionSql, [callId]);
      return ok(undefined);
    });
  }
}
