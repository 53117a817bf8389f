import type { CallId } from '@earshot/contracts';
import { Parameters } from '../calls/read/filter-conditions.js';
import { scopeConditions, type ReachedRows } from '../calls/read/scope-conditions.js';
import type { SqlClient } from '../database.js';

/** Locks a call in the scope, so that a hold and an erasure of it come one after the other. Null for an unknown call. */
export async function lockReachedCall(
  client: SqlClient,
  reached: ReachedRows,
  callId: CallId,
): Promise<{ readonly isHeld: boolean } | null> {
  const parameters = new Parameters();
  const conditions = [`c.id = ${parameters.add(callId)}`, ...scopeConditions(reached, parameters, 'c')];
  const text = `select id from calls c where ${conditions.join(' and ')} for update`;
  const locked = await client.query({ text, values: parameters.values });
  if (locked.rows.length === 0) return null;
  // A statement of its own: the first one may have waited for a hold that it does not see.
  const holds = await client.query({ text: `select from legal_holds where call_id = $1`, values: [callId] });
  return { isHeld: holds.rows.length > 0 };
}
