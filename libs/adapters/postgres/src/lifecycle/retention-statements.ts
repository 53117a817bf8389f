import { toMs, toTime } from '../sql-time.js';

/** The days for which the policies keep a call `c`. `defaultDays`: a placeholder. */
const daysOf = (defaultDays: string): string => `
  coalesce(
    (select max(p.days) from retention_policies p where p.tenant = c.tenant
      and (p.kind = 'QUEUE' and p.name = c.queue or p.kind = 'CATEGORY' and p.name = any(c.categories))),
    (select p.days from retention_policies p where p.tenant = c.tenant and p.kind = 'DEFAULT'),
    ${defaultDays}::int)`;

/** The condition that the time of a call `c` is over. A call that goes on is never over. */
const isOver = (now: string, defaultDays: string): string => `
  c.status <> 'LIVE' and c.is_started
  and coalesce(c.retain_until, c.started_at + ${daysOf(defaultDays)} * interval '1 day') <= ${toTime(now)}`;

const isHeld = `exists (select from legal_holds h where h.call_id = c.id)`;

/** The start of the youngest calls that a policy may end, so that the index leaves out the others. */
const youngest = (tenant: string, now: string, defaultDays: string): string => `
  ${toTime(now)} - least(${defaultDays}::int, coalesce(
    (select min(days) from retention_policies where tenant = ${tenant}), ${defaultDays}::int)) * interval '1 day'`;

export const listTenants = `
  with recursive found as (
    (select tenant from calls order by tenant limit 1)
    union all
    select (select c.tenant from calls c where c.tenant > found.tenant order by c.tenant limit 1) from found
    where found.tenant is not null)
  select tenant from found where tenant <> ''`;

export const isQueueFull = `
  select count(*) >= $1 as "isFull" from (select from erasures where removed_at is null and confirmed_at is null limit $1) waiting`;

/** The next calls in the order of their start. */
export const findOldCalls = `
  select id as "callId", ${toMs('started_at')} as "startedAtMs" from calls
  where tenant = $1 and (started_at, id) > (${toTime('$2')}, $3) and started_at < ${youngest('$1', '$4', '$5')}
  order by started_at, id limit $6`;

/** Locks those of the calls whose time is over. Another process may have some of them. */
export const lockExpired = `
  select c.id from calls c where c.id = any($1::text[]) and ${isOver('$2', '$3')} for update of c skip locked`;

/** Locks calls with a time of their own that is over. */
export const lockOwnExpired = `
  select c.id from calls c
  where c.tenant = $1 and c.retain_until <= ${toTime('$2')} and c.status <> 'LIVE' and c.is_started and not ${isHeld}
  order by c.retain_until limit $3 for update of c skip locked`;

/** Stands in for the table in the statement that follows: the policies of tenant $1 with a change, whose kind is null for none. */
const changedPolicies = `
  with retention_policies as (
    select tenant, kind, name, days from retention_policies
    where tenant = $1 and ($4::text is null or (kind, name) <> ($4::text, $5::text))
    union all select $1, $4::text, $5::text, $6::int where $4::text is not null and $6::int is not null)`;

export const preview = `
  ${changedPolicies}
  select to_char(c.started_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as calls,
    coalesce(sum(coalesce(s.recorded_sample, s.position_sample) * s.channel_count * case s.codec when 'L16' then 2 else 1 end)
      filter (where s.has_recording), 0)::float8 as "recordingBytes"
  from calls c left join streams s on s.call_id = c.id
  where c.tenant = $1 and ${isOver('$2', '$3')} and not ${isHeld}
  group by 1 order by 1`;

export const countHeld = `
  ${changedPolicies}
  select count(*)::int as calls from legal_holds h join calls c on c.id = h.call_id where c.tenant = $1 and ${isOver('$2', '$3')}`;

export const removeOldProofs = `
  with old as (
    delete from erasures where call_id = any (array(
      select call_id from erasures where cause = 'RETENTION' and confirmed_at < ${toTime('$1')} limit $2
      for update skip locked))
    returning call_id)
  delete from call_keys where call_id in (select call_id from old) returning call_id`;

export const listPolicies = `
  select kind, name, days, subject, ${toMs('set_at')} as "setAtMs" from retention_policies
  where tenant = $1 order by kind = 'DEFAULT' desc, kind, name`;

export const setPolicy = `
  insert into retention_policies (tenant, kind, name, days, principal, subject, set_at)
  values ($1, $2, $3, $4, $5, $6, ${toTime('$7')})
  on conflict (tenant, kind, name) do update set
    days = excluded.days, principal = excluded.principal, subject = excluded.subject, set_at = excluded.set_at`;

export const removePolicy = `delete from retention_policies where tenant = $1 and kind = $2 and name = $3`;
