import { toMs, toTime } from '../sql-time.js';

/** `nowMs` is $1 in every statement that uses it. */
const isUsable = `redeemed_at is null and expires_at > ${toTime('$1')}`;

export const endOthersSql = `delete from sign_in_tickets where tenant = $1 and purpose = $2 and user_id is not distinct from $3`;

export const addSql = `
  insert into sign_in_tickets (tenant, purpose, user_id, id, secret_hash, created_at, expires_at)
  values ($1, $2, $3, $4, $5, ${toTime('$6')}, ${toTime('$7')})`;

export const findUsableSql = `
  select id, tenant, purpose, user_id as "userId", secret_hash as "secretHash", ${toMs('created_at')} as "createdAtMs",
    ${toMs('expires_at')} as "expiresAtMs"
  from sign_in_tickets where ${isUsable} and id = $2`;

export const redeemSql = `update sign_in_tickets set redeemed_at = ${toTime('$1')} where ${isUsable} and id = $2 returning id`;

export const endOfUserSql = `delete from sign_in_tickets where user_id = $1`;

export const forgetSql = `delete from sign_in_tickets where expires_at < ${toTime('$1')}`;
