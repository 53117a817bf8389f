import type { SqlClient } from '../../database.js';
import { runStatement } from '../../run-statement.js';
import type { WriteOf } from './write-of.js';

/** A source may pause its call without end. */
const MAX_CHANGES_PER_CALL = 1_000;

/**
 * Keeps each change of each call, and in `call_pauses` the last one. `changes`: no two of one call have the same time. Returns the
 * calls that changed.
 */
export async function insertPauseChanges(
  client: SqlClient,
  changes: readonly WriteOf<'pause'>[],
): Promise<{ callId: WriteOf<'pause'>['callId'] }[]> {
  if (changes.length === 0) return [];
  const column = <T>(read: (data: WriteOf<'pause'>['data']) => T) => changes.map(({ data }) => read(data));
  return runStatement(
    client,
    'insert-pause-changes',
    `with p as (
       select call_id, is_paused, to_timestamp(changed_at_ms / 1000.0)::timestamptz(3) as changed_at, reason, principal, subject
       from unnest($1::text[], $2::boolean[], $3::float8[], $4::text[], $5::text[], $6::text[])
         as u(call_id, is_paused, changed_at_ms, reason, principal, subject)
     ), last as (
       insert into call_pauses as c (call_id, is_paused, changed_at)
       select distinct on (call_id) call_id, is_paused, changed_at from p order by call_id, changed_at desc
       on conflict (call_id) do update set is_paused = excluded.is_paused, changed_at = excluded.changed_at
       where c.changed_at < excluded.changed_at
       returning call_id
     ), added as (
       insert into call_pause_changes (call_id, changed_at, is_paused, reason, principal, subject)
       select call_id, changed_at, is_paused, reason, principal, subject from p
       where (select count(*) from call_pause_changes h where h.call_id = p.call_id) < ${MAX_CHANGES_PER_CALL}
       on conflict do nothing
       returning call_id
     )
     select call_id as "callId" from last union select call_id from added`,
    [
      changes.map(({ callId }) => callId),
      column(({ isPaused }) => isPaused),
      column(({ changedAtMs }) => changedAtMs),
      column(({ reason }) => reason ?? null),
      column(({ requestedBy }) => requestedBy?.principal ?? null),
      column(({ requestedBy }) => requestedBy?.subject ?? null),
    ],
  );
}
