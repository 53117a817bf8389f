import { toMs, toTime } from '../sql-time.js';
import { userColumns } from './user-statements.js';

/** Accounts that the provider keeps, or keeps with its next change. $1: the tenant. */
const provisionedUsers = `
  users u left join provisioned_users p on p.user_id = u.id
  where u.tenant = $1 and (p.user_id is not null or u.origin = 'OIDC')`;
const groupNames = (columns: string): string => `
  select ${columns} from provisioned_members m join provisioned_groups g on g.id = m.group_id where m.user_id = u.id`;

/** $2: id; $3: folded name; $4: the provider's id. Null: any. */
const chosenUsers = `${provisionedUsers}
  and ($2::text is null or u.id = $2) and ($3::text is null or u.folded_name = $3)
  and ($4::text is null or p.external_id = $4)`;
export const countUsersSql = `select count(*)::int as count from ${chosenUsers}`;
/** $5: rows; $6: rows before them. */
export const listUsersSql = `
  select ${userColumns('u')}, p.external_id as "providerId", coalesce(p.attributes, '{}') as attributes,
    coalesce((select json_agg(found) from (${groupNames('g.id, g.name')} order by g.name, g.id) found), '[]') as groups
  from ${chosenUsers} order by u.created_at, u.id limit $5 offset $6`;

export const keepUserSql = `update users set origin = 'SCIM' where tenant = $1 and id = $2 returning id`;
export const saveProfileSql = `
  insert into provisioned_users (user_id, external_id, attributes) values ($1, $2, $3)
  on conflict (user_id) do update set external_id = excluded.external_id, attributes = excluded.attributes`;
export const forgetProfileSql = `delete from provisioned_users where user_id = $1`;
export const leaveGroupsSql = `delete from provisioned_members where user_id = $1`;

/** $2: id; $3: folded name; $4: the provider's id; $5: a member. Null: any. */
const chosenGroups = `
  provisioned_groups g where g.tenant = $1 and ($2::text is null or g.id = $2)
  and ($3::text is null or g.folded_name = $3) and ($4::text is null or g.external_id = $4)
  and ($5::text is null or exists (select from provisioned_members m where m.group_id = g.id and m.user_id = $5))`;
const groupColumns = `g.id, g.tenant, g.name, g.external_id as "externalId", ${toMs('g.created_at')} as "createdAtMs"`;
export const countGroupsSql = `select count(*)::int as count from ${chosenGroups}`;
/** $6: rows; $7: rows before them. */
export const listGroupsSql = `
  select ${groupColumns} from ${chosenGroups} order by g.created_at, g.id limit $6 offset $7`;
export const findGroupSql = `select ${groupColumns} from provisioned_groups g where g.tenant = $1 and g.id = $2`;
export const findGroupByNameSql = `select from provisioned_groups where tenant = $1 and folded_name = $2`;
export const countAllGroupsSql = `select count(*)::int as count from provisioned_groups`;
export const addGroupSql = `
  insert into provisioned_groups (id, tenant, name, folded_name, external_id, created_at)
  values ($1, $2, $3, $4, $5, ${toTime('$6')})`;
export const changeGroupSql = `
  update provisioned_groups set name = $3, folded_name = $4, external_id = $5 where tenant = $1 and id = $2`;
export const removeGroupSql = `delete from provisioned_groups where tenant = $1 and id = $2`;

export const listMembersSql = `
  select u.id, coalesce(u.display_name, u.name) as name
  from provisioned_members m join users u on u.id = m.user_id where m.group_id = $1 order by u.id`;
/** $1: ids of groups in their order; $2: members together at most. */
export const listMembersOfFirstSql = `
  with sized as (
    select g.id, g.at, sum((select count(*) from provisioned_members m where m.group_id = g.id)) over (order by g.at) as until
    from unnest($1::text[]) with ordinality as g(id, at))
  select s.id, coalesce(
    (select json_agg(json_build_object('id', u.id, 'name', coalesce(u.display_name, u.name)) order by u.id)
      from provisioned_members m join users u on u.id = m.user_id where m.group_id = s.id), '[]') as members
  from sized s where s.until <= $2 or s.at = 1`;
/** Returns the accounts of $3 that exist, whether or not they were members. */
export const addMembersSql = `
  with found as (select u.id from ${provisionedUsers} and u.id = any($3::text[])),
    added as (insert into provisioned_members (group_id, user_id) select $2, id from found on conflict do nothing)
  select id from found`;
export const removeMembersSql = `delete from provisioned_members where group_id = $1 and user_id = any($2::text[])`;
export const countMembersSql = `select count(*)::int as count from provisioned_members`;

/** $2: ids of accounts. */
export const membershipsSql = `
  select ${userColumns('u')}, array(${groupNames('g.name')} order by g.folded_name) as "groupNames"
  from users u where u.tenant = $1 and u.id = any($2::text[])`;
export const listAllMembersSql = `
  select distinct m.user_id as id from provisioned_members m join users u on u.id = m.user_id where u.tenant = $1`;
/** $2: a JSON array of objects with id, roles and teams. */
export const grantSql = `
  update users u set origin = 'SCIM', roles = array(select jsonb_array_elements_text(c.roles)),
    teams = array(select jsonb_array_elements_text(c.teams))
  from jsonb_to_recordset($2::jsonb) as c(id text, roles jsonb, teams jsonb)
  where u.tenant = $1 and u.id = c.id`;
