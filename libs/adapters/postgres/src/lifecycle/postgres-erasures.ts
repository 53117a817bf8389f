import { err, ok, type CallId, type Result } from '@earshot/contracts';
import type { RowScope } from '@earshot/domain';
import type { CallErasures, EraseRefusal, ErasureProof, KeepingOrder, Page } from '@earshot/ports';
import { decodeCursor, encodeCursor } from '../calls/read/cursor.js';
import { Parameters } from '../calls/read/filter-conditions.js';
import { findReachedRows } from '../calls/read/scope-conditions.js';
import type { Database } from '../database.js';
import { runStatement } from '../run-statement.js';
import { toTime } from '../sql-time.js';
import { storableText } from '../storable-text.js';
import * as sql from './erasure-statements.js';
import { lockReachedCall } from './lock-reached-call.js';

const MAX_PAGE = 100;

/** One row for each erased call. */
export class PostgresErasures implements CallErasures {
  constructor(private readonly database: Database) {}

  async requestErasure(
    scope: RowScope,
    callId: CallId,
    { principal, subject, reason, atMs }: KeepingOrder,
  ): Promise<Result<ErasureProof, EraseRefusal>> {
    const reached = await findReachedRows(this.database, scope);
    return this.database.transaction(async (client) => {
      const call = await lockReachedCall(client, reached, callId);
      if (call === null) return err('CALL_NOT_FOUND');
      if (call.isHeld) return err('CALL_HELD');
      const values = [[callId], 'REQUEST', ...[reason, principal, subject].map(storableText), atMs];
      const [proof] = await runStatement<ErasureProof>(client, 'insert-erasure', sql.insertErasure, values);
      await runStatement(client, 'hide-calls', sql.hideCalls, [[callId]]);
      return proof === undefined ? err('CALL_NOT_FOUND') : ok(proof);
    });
  }

  async listErasures(
    tenant: string,
    { first: wanted, after }: { readonly first: number; readonly after?: string | undefined },
  ): Promise<Page<ErasureProof>> {
    const first = Math.min(Math.max(wanted, 1), MAX_PAGE);
    const order = `erasures DESC ${tenant}`;
    const parameters = new Parameters();
    const conditions = [`tenant = ${parameters.add(tenant)}`];
    if (after !== undefined) {
      const [atMs, callId] = decodeCursor(after, order, ['time', 'text']);
      conditions.push(`(requested_at, call_id) < (${toTime(parameters.add(atMs))}, ${parameters.add(callId)})`);
    }
    const text = `select ${sql.proofColumns} from erasures where ${conditions.join(' and ')}
      order by requested_at desc, call_id desc limit ${first + 1}`;
    const rows = await this.database.read((manager) => manager.query<ErasureProof[]>(text, parameters.values));
    const items = rows
      .slice(0, first)
      .map((item) => ({ cursor: encodeCursor(order, [item.requestedAtMs, item.callId]), item }));
    return { items, hasNextPage: rows.length > first };
  }
}
