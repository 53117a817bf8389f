import { toMs, toTime } from '../sql-time.js';

/** The fields of an access in JSON, as a table. */
const accessFields = `tenant text, "firstAtMs" float8, "lastAtMs" float8, count int, principal text, subject text, kind text,
  action text, "callId" text, address text, details text[]`;
const accessColumns = `tenant, first_at, last_at, count, principal, subject, kind, action, call_id, address, details`;
const accessValues = `a.tenant, ${toTime('a."firstAtMs"')}, ${toTime('a."lastAtMs"')}, a.count, a.principal, a.subject, a.kind,
  a.action, a."callId", a.address, a.details`;

/** $3: the length of a minute in milliseconds. */
export const addSql = `
  insert into audit_accesses (event_id, position, minute, ${accessColumns})
  select $1, a.position, floor(a."firstAtMs" / $3::float8), ${accessValues}
  from jsonb_to_recordset($2::jsonb) as a (position int, ${accessFields})
  on conflict do nothing`;

/** The minutes up to $1 that have accesses without a row, the oldest first. */
export const waitingSql = `
  select tenant, minute::float8 as minute from audit_accesses where written_at is null and minute <= $1
  group by tenant, minute order by minute, tenant limit 100`;

export const startTenantSql = `insert into audit_heads (tenant, sequence, hash) values ($1, 0, $2) on conflict do nothing`;

/** Whoever holds the lock is the only writer of the tenant until the end of its transaction. */
export const lockHeadSql = `select sequence::float8 as sequence, hash from audit_heads where tenant = $1 for update`;

/** Takes the accesses of one minute and adds up equal ones. */
export const takeMinuteSql = `
  with taken as (
    update audit_accesses set written_at = ${toTime('$3')} where tenant = $1 and minute = $2 and written_at is null
    returning *
  )
  select tenant, principal, subject, kind, action, call_id as "callId", address,
    least(sum(count), 2147483647)::int as count, ${toMs('min(first_at)')} as "firstAtMs",
    ${toMs('max(last_at)')} as "lastAtMs", string_agg(distinct array_to_string(details, ','), ',') as "detailNames"
  from taken group by tenant, principal, subject, kind, action, call_id, address
  order by min(first_at), max(last_at), action, principal, call_id, address`;

export const appendSql = `
  insert into audit_trail (sequence, previous_hash, hash, ${accessColumns})
  select a.sequence, decode(a."previousHash", 'hex'), decode(a.hash, 'hex'), ${accessValues}
  from jsonb_to_recordset($1::jsonb) as a (sequence bigint, "previousHash" text, hash text, ${accessFields})`;

export const moveHeadSql = `update audit_heads set sequence = $2, hash = $3 where tenant = $1`;

export const forgetSql = `delete from audit_accesses where written_at < ${toTime('$1')}`;

export const entryColumns = `tenant, sequence::float8 as sequence, ${toMs('first_at')} as "firstAtMs",
  ${toMs('last_at')} as "lastAtMs", count, principal, subject, kind, action, call_id as "callId", address, details`;

export const headSql = `select sequence::float8 as sequence, hash from audit_heads where tenant = $1`;

export const tenantsSql = `select tenant from audit_heads order by tenant`;

export const chainSql = `
  select ${entryColumns}, previous_hash as "previousHash", hash from audit_trail
  where tenant = $1 and sequence > $2 and sequence <= $3 order by sequence limit 1000`;

export const callAccessesSql = `
  select principal, subject, action, sum(count)::float8 as count, ${toMs('max(last_at)')} as "lastAtMs"
  from audit_trail where tenant = $1 and call_id = $2
  group by principal, subject, action order by max(last_at) desc, principal, action limit $3`;
