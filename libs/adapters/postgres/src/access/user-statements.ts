import { toMs, toTime } from '../sql-time.js';

/** The columns of an account in a table with this alias. */
export const userColumns = (u: string): string =>
  `${u}.id, ${u}.tenant, ${u}.name, ${u}.display_name as "displayName", ${u}.origin, ${u}.external_id as "externalId", ${u}.roles,
  ${u}.agent_id as "agentId", ${u}.teams, ${u}.queues, ${u}.state, ${toMs(`${u}.created_at`)} as "createdAtMs",
  ${toMs(`${u}.last_sign_in_at`)} as "lastSignInAtMs", ${u}.must_change_password as "mustChangePassword",
  ${u}.password_hash is not null as "hasPassword", ${u}.totp_confirmed as "hasTotp"`;

const selectUser = `select ${userColumns('u')} from users u`;

/** One process adds accounts or takes the role ADMIN away at a time, so that the limits hold. */
export const lockSql = `lock table users in share row exclusive mode`;

export const countSql = `select count(*)::int as count from users`;

export const addSql = `
  insert into users (id, tenant, name, folded_name, display_name, origin, external_id, roles, agent_id, teams, queues, state,
    created_at, must_change_password, password_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ${toTime('$13')}, $14, $15)`;

export const findSql = `${selectUser} where u.tenant = $1 and u.id = $2`;
export const findByNameSql = `${selectUser} where u.tenant = $1 and u.folded_name = $2`;
export const findByExternalIdSql = `${selectUser} where u.tenant = $1 and u.external_id = $2`;

/** $2: the folded name after which the page begins; $3: a pattern; $4: the number of rows. */
export const listSql = `
  ${selectUser} where u.tenant = $1 and u.folded_name > $2 and (u.folded_name like $3 or lower(u.display_name) like $3)
  order by u.folded_name limit $4`;

export const disabledSql = `
  select external_id as "externalId", provider_id as "providerId", name from disabled_people where tenant = $1`;

export const adminsSql = `
  select id from users
  where tenant = $1 and state = 'ACTIVE' and origin <> 'DEMO' and 'ADMIN' = any(roles) order by id limit 2`;

export const changeSql = `
  update users u set name = $3, folded_name = $4, display_name = $5, external_id = $6, roles = $7, agent_id = $8, teams = $9,
    queues = $10, state = $11
  where u.tenant = $1 and u.id = $2 returning ${userColumns('u')}`;

export const noteSignInSql = `update users set last_sign_in_at = ${toTime('$2')} where id = $1`;

export const credentialsSql = `
  select password_hash as "passwordHash", totp_secret as "sealedSecret", totp_confirmed as "isConfirmed"
  from users where id = $1`;

export const setPasswordSql = `update users set password_hash = $2, must_change_password = $3 where id = $1 returning id`;

export const startTotpSql = `
  update users set totp_secret = $2, totp_last_step = null where id = $1 and not totp_confirmed returning id`;

export const confirmTotpSql = `
  update users set totp_confirmed = true, totp_last_step = $2, recovery_hashes = $3
  where id = $1 and not totp_confirmed and totp_secret is not null returning id`;

export const useTotpStepSql = `
  update users set totp_last_step = $2
  where id = $1 and totp_confirmed and (totp_last_step is null or totp_last_step < $2) returning id`;

export const useRecoveryCodeSql = `
  update users set recovery_hashes = array_remove(recovery_hashes, $2::bytea)
  where id = $1 and totp_confirmed and $2::bytea = any(recovery_hashes) returning id`;

export const removeTotpSql = `
  update users set totp_secret = null, totp_confirmed = false, totp_last_step = null, recovery_hashes = '{}'
  where id = $1 and totp_secret is not null returning id`;
