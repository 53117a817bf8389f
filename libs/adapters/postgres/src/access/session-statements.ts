import { toMs, toTime } from '../sql-time.js';
import { userColumns } from './user-statements.js';

/** `nowMs` is $1 in every statement that uses it. */
const isOpen = `s.ended_at is null and s.expires_at > ${toTime('$1')}`;

const sessionColumns = `s.id as "sessionId", s.user_id as "userId", ${toMs('s.created_at')} as "startedAtMs",
  ${toMs('s.last_used_at')} as "lastUsedAtMs", ${toMs('s.expires_at')} as "expiresAtMs", s.address,
  s.user_agent as "userAgent", s.method, s.level, s.secret_hash as "secretHash", s.provider_issuer as "issuer",
  s.provider_sid as "sid", s.provider_tokens as "sealedTokens"`;

const selectOpen = `
  select ${sessionColumns}, ${userColumns('u')} from sessions s join users u on u.id = s.user_id
  where ${isOpen} and u.state = 'ACTIVE'`;

export const addSql = `
  insert into sessions (id, user_id, secret_hash, created_at, last_used_at, expires_at, address, user_agent, method, level,
    provider_issuer, provider_sid, provider_tokens)
  values ($1, $2, $3, ${toTime('$4')}, ${toTime('$4')}, ${toTime('$5')}, $6, $7, $8, $9, $10, $11, $12)`;

/** Keeps the newest $3 sessions of the account $2. */
export const endOldestSql = `
  update sessions set ended_at = ${toTime('$1')} where id in (
    select s.id from sessions s where s.user_id = $2 and ${isOpen} order by s.created_at desc, s.id offset $3
  )`;

export const findOpenSql = `${selectOpen} and s.id = any($2::text[])`;

/** $3 and $4: the start and the id after which the page begins; $5: an account, or null; $6: the use after which; $7: the number of rows. */
export const listSql = `
  ${selectOpen} and u.tenant = $2 and ($5::text is null or s.user_id = $5)
    and ($6::float8 is null or s.last_used_at > ${toTime('$6')})
    and ($3::float8 is null or (s.created_at, s.id) < (${toTime('$3')}, $4))
  order by s.created_at desc, s.id desc limit $7`;

export const hasSignedInAtSql = `
  select from sessions
  where user_id = $1 and address = $2 and level = 'FULL' and created_at >= ${toTime('$3')} limit 1`;

const endWhere = (condition: string): string =>
  `update sessions s set ended_at = ${toTime('$1')} where ${isOpen} and ${condition} returning s.user_id as "userId"`;

export const endSql = endWhere('s.id = $2');
export const endInTenantSql = endWhere('s.id = $2 and s.user_id in (select id from users where tenant = $3)');
export const endOfUserSql = endWhere('s.user_id = $2 and s.id is distinct from $3');
export const endOfProviderSessionSql = endWhere('s.provider_issuer = $2 and s.provider_sid = $3');
export const endOfExternalIdSql = endWhere(
  `s.method = 'OIDC' and s.user_id in (select id from users where external_id = $2)`,
);

/** $1: the time now. */
export const forgetLogoutTokensSql = `delete from used_logout_tokens where keep_until <= ${toTime('$1')}`;

/** Of several processes with the same token, one gets a row. */
export const useLogoutTokenSql = `
  insert into used_logout_tokens (id_hash, keep_until) values ($1, ${toTime('$2')}) on conflict do nothing returning id_hash`;

export const setTokensSql = `
  update sessions set provider_tokens = $2, provider_tokens_due_at = ${toTime('$3')} where id = $1`;

/** $2: when they are due again; $3: how many. Two processes that ask at once get different ones. */
export const takeDueTokensSql = `
  update sessions set provider_tokens_due_at = ${toTime('$2')} where id in (
    select s.id from sessions s where ${isOpen} and s.provider_tokens_due_at <= ${toTime('$1')}
    order by s.provider_tokens_due_at limit $3 for update skip locked
  ) returning id`;

export const markUsedSql = `
  update sessions s set last_used_at = ${toTime('used.at')}
  from unnest($1::text[], $2::float8[]) as used (id, at)
  where s.id = used.id and s.last_used_at < ${toTime('used.at')}`;

export const forgetSql = `delete from sessions where least(ended_at, expires_at) < ${toTime('$1')}`;
