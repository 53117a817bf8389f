import type { CallId } from '@earshot/contracts';
import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import type { WriteOf } from './write-of.js';

/** Keeps the last change of each call. Returns the calls whose pause changed. */
export async function upsertPauses(
  client: SqlClient,
  pauses: ReadonlyMap<CallId, WriteOf<'pause'>>,
): Promise<{ callId: CallId }[]> {
  if (pauses.size === 0) return [];
  const all = [...pauses.values()];
  return runStatement(
    client,
    'upsert-pauses',
    `insert into call_pauses as c (call_id, is_paused, changed_at)
     select call_id, is_paused, to_timestamp(changed_at_ms / 1000.0)
     from unnest($1::text[], $2::boolean[], $3::float8[]) as p(call_id, is_paused, changed_at_ms)
     on conflict (call_id) do update set is_paused = excluded.is_paused, changed_at = excluded.changed_at
     where c.changed_at < excluded.changed_at
     returning call_id as "callId"`,
    [all.map(({ callId }) => callId), all.map(({ data }) => data.isPaused), all.map(({ data }) => data.changedAtMs)],
  );
}
