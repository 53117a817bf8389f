import type { CallId } from '@earshot/contracts';
import type { SqlClient } from '../database.js';
import { runStatement } from '../run-statement.js';

/** Which of these calls were erased, or wait to be erased. */
export async function findErased(client: SqlClient, callIds: readonly CallId[]): Promise<readonly CallId[]> {
  if (callIds.length === 0) return [];
  const sql = `select call_id as "callId" from erasures where call_id = any($1::text[])`;
  const rows = await runStatement<{ callId: CallId }>(client, 'find-erased', sql, [callIds]);
  return rows.map(({ callId }) => callId);
}
