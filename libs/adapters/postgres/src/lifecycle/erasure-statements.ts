import { toMs, toTime } from '../sql-time.js';

/** The columns of an `ErasureProof`. */
export const proofColumns = `
  call_id as "callId", cause, reason, principal, subject, ${toMs('requested_at')} as "requestedAtMs",
  ${toMs('removed_at')} as "removedAtMs", ${toMs('confirmed_at')} as "confirmedAtMs", removed_rows as rows,
  removed_files as files, removed_file_bytes::float8 as "fileBytes", encode(hash, 'hex') as hash`;

export const insertErasure = `
  insert into erasures (call_id, tenant, cause, reason, principal, subject, requested_at, agent_id, queue, row_version)
  select id, tenant, $2, $3, $4, $5, ${toTime('$6')}, agent_id, queue, version + 1 from calls c
  where id = any($1::text[]) and not exists (select from legal_holds h where h.call_id = c.id)
  on conflict do nothing returning ${proofColumns}`;

/** The calls are in no scope any more, so no reader reaches them. */
export const hideCalls = `update calls set tenant = '', version = version + 1 where id = any($1::text[])`;

export const takeErasures = `
  update erasures e set taken_at = ${toTime('$2')}
  from (
    select call_id from erasures
    where confirmed_at is null and (taken_at is null or taken_at < ${toTime('$3')})
      and (removed_at is null or removed_at < ${toTime('$4')})
    order by requested_at limit $1 for update skip locked) taken
  where e.call_id = taken.call_id
  returning e.call_id as "callId", e.removed_at is null as "isFirstLook",
    e.removed_at is not null or e.cause = 'RETENTION' as "isLastLook"`;

export const findPlacement = `
  select tenant, agent_id as "agentId", queue, row_version::float8 as "rowVersion" from erasures where call_id = $1`;

export const addRemovedRows = `
  update erasures set removed_rows = (
    select coalesce(jsonb_object_agg(name, n), '{}') from (
      select name, sum(n)::bigint as n from (
        select key as name, value::bigint as n from jsonb_each_text(removed_rows)
        union all select key, value::bigint from jsonb_each_text($2::jsonb)) counted
      group by name) summed)
  where call_id = $1`;

/** Ends the lease: any process may take the second look. */
export const noteRemoved = `
  update erasures set taken_at = null, removed_at = coalesce(removed_at, ${toTime('$2')}),
    confirmed_at = case when $5 then coalesce(confirmed_at, ${toTime('$2')}) end,
    removed_files = removed_files + $3, removed_file_bytes = removed_file_bytes + $4,
    agent_id = null, queue = null
  where call_id = $1 and confirmed_at is null
  returning tenant, ${proofColumns}`;

export const setHash = `update erasures set hash = $2 where call_id = $1`;

/** Agents whom no call names any more, so that a search does not find them. */
export const removeAgentSearches = `
  delete from agent_searches s where s.agent_id = $1 and not exists (select from calls c where c.agent_id = $1)`;
