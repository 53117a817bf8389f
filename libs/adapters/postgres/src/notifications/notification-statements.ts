import { toMs, toTime } from '../sql-time.js';

/** Parameters: arrays of the columns, and the time at which they are added. A fact that comes again adds nothing. */
export const insertNotifications = `
  insert into notifications (call_id, target, kind, category, segment_id, happened_at, added_at, next_at)
  select call_id, target, kind, category, segment_id, to_timestamp(happened_at_ms / 1000.0), ${toTime('$7')}, ${toTime('$7')}
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[])
    with ordinality as p(call_id, target, kind, category, segment_id, happened_at_ms, position)
  order by position
  on conflict do nothing`;

/** Nothing of a call that somebody erases is sent any more: it has no tenant. */
export const takeDue = `
  with due as (
    select n.seq from notifications n join calls c on c.id = n.call_id
    where n.target = $1 and n.state = 'PENDING' and n.next_at <= ${toTime('$2')}
      and (n.leased_until is null or n.leased_until < ${toTime('$2')})
      and not (c.is_started and c.tenant = '')
      and not exists (
        select from notifications e
        where e.call_id = n.call_id and e.target = n.target and e.state = 'PENDING' and e.seq < n.seq)
    order by n.next_at, n.seq limit $4 for update of n skip locked)
  update notifications n set leased_until = ${toTime('$3')}, attempts = n.attempts + 1
  from due, calls c
  where n.seq = due.seq and c.id = n.call_id
  returning n.id, n.target, n.kind, n.call_id as "callId", ${toMs('n.happened_at')} as "happenedAtMs", n.attempts as attempt,
    nullif(n.category, '') as category, exists (
      select from category_matches m
      where m.call_id = n.call_id and m.category = n.category and m.segment_id = n.segment_id and m.is_alert) as "isAlert",
    case when c.number_digests is null then c.customer_number end as "customerNumber"`;

/** The number of the attempt says whether the lease is still the same. */
export const settle = `
  update notifications set state = $3, last_code = coalesce($4, last_code), leased_until = null,
    next_at = coalesce(${toTime('$5')}, next_at), settled_at = case when $3 <> 'PENDING' then ${toTime('$6')} end
  where id = $1 and attempts = $2 and state = 'PENDING'`;

export const purge = `with gone as (delete from notifications where added_at < ${toTime('$1')} returning 1) select count(*)::int as n from gone`;

const recordColumns = `
  n.seq::text as seq, n.id, n.target, n.kind, n.call_id as "callId", nullif(n.category, '') as category, n.state, n.attempts,
  n.last_code as "lastCode", ${toMs('n.added_at')} as "addedAtMs", ${toMs('n.settled_at')} as "settledAtMs"`;

export const list = `
  select ${recordColumns} from notifications n join calls c on c.id = n.call_id
  where c.tenant = $1 and ($2::bigint is null or n.seq < $2) and ($3::text is null or n.state = $3)
  order by n.seq desc limit $4`;

/** One that is on its way keeps its lease, or two processes would send it at the same time. */
export const redeliver = `
  update notifications n set state = 'PENDING', next_at = ${toTime('$3')}, settled_at = null,
    attempts = case when n.state = 'PENDING' then n.attempts else 0 end
  from calls c
  where n.id = $2 and c.id = n.call_id and c.tenant = $1 and c.tenant <> ''
  returning ${recordColumns}`;
