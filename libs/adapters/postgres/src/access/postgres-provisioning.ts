import { foldUserName } from '@earshot/domain';
import {
  Failure,
  MAX_GROUPS,
  MAX_GROUP_MEMBERS,
  type GrantsOfGroups,
  type Group,
  type GroupChange,
  type GroupName,
  type ProviderProfile,
  type ProvisionedPage,
  type ProvisionedQuery,
  type ProvisionedUser,
  type ProvisioningStore,
  type User,
} from '@earshot/ports';
import type { Database, SqlClient } from '../database.js';
import { isAdmin, requireAdmin } from './last-admin.js';
import * as sql from './provisioning-statements.js';
import { lockSql } from './user-statements.js';

type UserRow = User & Pick<ProvisionedUser, 'attributes' | 'groups'> & { readonly providerId: string | null };

/** Profiles, groups and memberships as one row each. A change of members and what follows from it is one transaction. */
export class PostgresProvisioning implements ProvisioningStore {
  constructor(private readonly database: Database) {}

  async findUser(tenant: string, id: string): Promise<ProvisionedUser | null> {
    return (await this.listUsers(tenant, { id, skip: 0, first: 1 })).items[0] ?? null;
  }

  async listUsers(tenant: string, query: ProvisionedQuery): Promise<ProvisionedPage<ProvisionedUser>> {
    const { total, items } = await this.listPage<UserRow>(
      sql.countUsersSql,
      sql.listUsersSql,
      conditionsOf(tenant, query),
      query,
    );
    const toProvisioned = ({ providerId: externalId, attributes, groups, ...user }: UserRow): ProvisionedUser => ({
      ...{ user, externalId, attributes, groups },
    });
    return { total, items: items.map(toProvisioned) };
  }

  async saveProfile(tenant: string, id: string, { externalId, attributes }: ProviderProfile): Promise<void> {
    await this.database.transaction(async (client) => {
      const kept = await client.query({ text: sql.keepUserSql, values: [tenant, id] });
      if (kept.rows.length === 0) return;
      await client.query({ text: sql.saveProfileSql, values: [id, externalId, JSON.stringify(attributes)] });
    });
  }

  async forgetUser(tenant: string, id: string): Promise<void> {
    await this.database.transaction(async (client) => {
      const kept = await client.query({ text: sql.keepUserSql, values: [tenant, id] });
      if (kept.rows.length === 0) return;
      await client.query({ text: sql.leaveGroupsSql, values: [id] });
      await client.query({ text: sql.forgetProfileSql, values: [id] });
    });
  }

  async findGroup(tenant: string, id: string): Promise<Group | null> {
    return (await this.listGroups(tenant, { id, skip: 0, first: 1 })).items[0] ?? null;
  }

  listGroups(tenant: string, query: ProvisionedQuery): Promise<ProvisionedPage<Group>> {
    const conditions = [...conditionsOf(tenant, query), query.member ?? null];
    return this.listPage<Group>(sql.countGroupsSql, sql.listGroupsSql, conditions, query);
  }

  listMembers(groupId: string): Promise<readonly GroupName[]> {
    return this.query<GroupName>(sql.listMembersSql, [groupId]);
  }

  async listMembersOfFirst(
    groupIds: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, readonly GroupName[]>> {
    const rows = await this.query<{ id: string; members: GroupName[] }>(sql.listMembersOfFirstSql, [
      [...groupIds],
      most,
    ]);
    return new Map(rows.map(({ id, members }) => [id, members]));
  }

  async addGroup(group: Group, members: readonly string[], grantsOf: GrantsOfGroups): Promise<void> {
    const { id, tenant, name, externalId, createdAtMs } = group;
    await this.database.transaction(async (client) => {
      await client.query({ text: lockSql });
      if ((await countRows(client, sql.countAllGroupsSql)) >= MAX_GROUPS)
        throw new Failure('TOO_MANY_GROUPS', `There are ${MAX_GROUPS} groups, and that is the limit.`);
      await requireFreeName(client, group);
      const values = [id, tenant, name, foldUserName(name), externalId, createdAtMs];
      await client.query({ text: sql.addGroupSql, values });
      await addMembers(client, group, members);
      await grantAnew(client, tenant, members, grantsOf);
    });
  }

  async changeGroup(tenant: string, id: string, change: GroupChange, grantsOf: GrantsOfGroups): Promise<Group | null> {
    const { add = [], remove = [], ...names } = change;
    return this.database.transaction(async (client) => {
      await client.query({ text: lockSql });
      const before = await findGroup(client, tenant, id);
      if (before === null) return null;
      const group = { ...before, ...names };
      const folded = foldUserName(group.name);
      if (folded !== foldUserName(before.name)) await requireFreeName(client, group);
      await client.query({ text: sql.changeGroupSql, values: [tenant, id, group.name, folded, group.externalId] });
      await addMembers(client, group, add);
      await client.query({ text: sql.removeMembersSql, values: [id, [...remove]] });
      const renamedFor = group.name === before.name ? [] : await findMemberIds(client, id);
      await grantAnew(client, tenant, [...add, ...remove, ...renamedFor], grantsOf);
      return group;
    });
  }

  async removeGroup(tenant: string, id: string, grantsOf: GrantsOfGroups): Promise<boolean> {
    return this.database.transaction(async (client) => {
      await client.query({ text: lockSql });
      if ((await findGroup(client, tenant, id)) === null) return false;
      const members = await findMemberIds(client, id);
      await client.query({ text: sql.removeGroupSql, values: [tenant, id] });
      await grantAnew(client, tenant, members, grantsOf);
      return true;
    });
  }

  async grantAll(tenant: string, grantsOf: GrantsOfGroups): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query({ text: lockSql });
      const members = await client.query<{ id: string }>({ text: sql.listAllMembersSql, values: [tenant] });
      await grantAnew(client, tenant, idsOf(members.rows), grantsOf);
    });
  }

  private async listPage<T>(
    countText: string,
    listText: string,
    conditions: readonly unknown[],
    { first, skip }: ProvisionedQuery,
  ): Promise<ProvisionedPage<T>> {
    const [counted] = await this.query<{ count: number }>(countText, conditions);
    const total = counted?.count ?? 0;
    const isEmpty = first === 0 || skip >= total;
    return { total, items: isEmpty ? [] : await this.query<T>(listText, [...conditions, first, skip]) };
  }

  private query<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.read((manager) => manager.query<R[]>(text, [...values]));
  }
}

const conditionsOf = (tenant: string, { id, name, externalId }: ProvisionedQuery): unknown[] => [
  tenant,
  id ?? null,
  name === undefined ? null : foldUserName(name),
  externalId ?? null,
];

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

async function countRows(client: SqlClient, text: string): Promise<number> {
  return (await client.query<{ count: number }>({ text })).rows[0]?.count ?? 0;
}

async function findGroup(client: SqlClient, tenant: string, id: string): Promise<Group | null> {
  return (await client.query<Group>({ text: sql.findGroupSql, values: [tenant, id] })).rows[0] ?? null;
}

async function findMemberIds(client: SqlClient, groupId: string): Promise<string[]> {
  return idsOf((await client.query<GroupName>({ text: sql.listMembersSql, values: [groupId] })).rows);
}

async function requireFreeName(client: SqlClient, { tenant, name }: Group): Promise<void> {
  const { rows } = await client.query({ text: sql.findGroupByNameSql, values: [tenant, foldUserName(name)] });
  if (rows.length > 0) throw new Failure('NAME_TAKEN', 'Another group has this name.');
}

async function addMembers(client: SqlClient, { tenant, id }: Group, members: readonly string[]): Promise<void> {
  if (members.length === 0) return;
  const values = [tenant, id, [...members]];
  const found = new Set(idsOf((await client.query<{ id: string }>({ text: sql.addMembersSql, values })).rows));
  if (!members.every((member) => found.has(member))) throw new Failure('BAD_INPUT', 'A member is no user.');
  if ((await countRows(client, sql.countMembersSql)) > MAX_GROUP_MEMBERS)
    throw new Failure('TOO_MANY_MEMBERS', `Groups have ${MAX_GROUP_MEMBERS} members together, and that is the limit.`);
}

/** Stores what these accounts get from their groups now. */
async function grantAnew(
  client: SqlClient,
  tenant: string,
  ids: readonly string[],
  grantsOf: GrantsOfGroups,
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await client.query<User & { readonly groupNames: readonly string[] }>({
    text: sql.membershipsSql,
    values: [tenant, [...new Set(ids)]],
  });
  const granted = rows.map((row) => ({ id: row.id, ...grantsOf(row, row.groupNames) }));
  await client.query({ text: sql.grantSql, values: [tenant, JSON.stringify(granted)] });
  if (rows.some(isAdmin)) await requireAdmin(client, tenant);
}
