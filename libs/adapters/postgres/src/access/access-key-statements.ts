import { toMs, toTime } from '../sql-time.js';

const keyColumns = `id, holder, tenant, name, kind, roles, teams, queues, agent_id as "agentId", sources,
  ${toMs('created_at')} as "createdAtMs", ${toMs('expires_at')} as "expiresAtMs", ${toMs('revoked_at')} as "revokedAtMs",
  ${toMs('last_used_at')} as "lastUsedAtMs", replaced_by as "replacedBy"`;

/** `nowMs` is $1 in every statement that uses it. */
const isUsable = `revoked_at is null and (expires_at is null or expires_at > ${toTime('$1')})`;

/** One process adds keys at a time, so that the limit holds. */
export const lockSql = `lock table access_keys in share row exclusive mode`;

export const countUsableSql = `select count(*)::int as count from access_keys where ${isUsable}`;

export const addSql = `
  insert into access_keys
    (id, holder, tenant, name, kind, roles, teams, queues, agent_id, sources, secret_hash, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ${toTime('$12')}, ${toTime('$13')})`;

export const findUsableSql = `
  select ${keyColumns}, secret_hash as "secretHash" from access_keys where ${isUsable} and id = $2`;

export const listUsableSql = `
  select ${keyColumns}, secret_hash as "secretHash" from access_keys where ${isUsable} order by id`;

/** $2 and $3: time and id of the last key of the page before; $4: the number of rows. */
export const listSql = `
  select ${keyColumns} from access_keys
  where tenant = $1 and ($2::float8 is null or created_at < ${toTime('$2')} or (created_at = ${toTime('$2')} and id > $3))
  order by created_at desc, id limit $4`;

export const revokeSql = `update access_keys set revoked_at = ${toTime('$1')} where ${isUsable} and id = $2 returning id`;

export const replaceSql = `
  update access_keys set replaced_by = $3, expires_at = least(expires_at, ${toTime('$4')})
  where ${isUsable} and id = $2 returning id`;

/** $2: the holder; $3: how many usable keys stay. */
export const removeOldSql = `
  delete from access_keys where holder = $2 and id not in (
    select id from access_keys where holder = $2 and ${isUsable} order by created_at desc, id limit $3
  )`;

export const extendSql = `
  update access_keys set expires_at = greatest(expires_at, ${toTime('$4')})
  where ${isUsable} and id = $2 and holder = $3 returning id`;

export const markUsedSql = `
  update access_keys set last_used_at = ${toTime('$1')}
  where id = any($2::text[]) and (last_used_at is null or last_used_at <= ${toTime('$1')} - interval '1 minute')`;
