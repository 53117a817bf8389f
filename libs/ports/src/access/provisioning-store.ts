import type { Role } from '@earshot/domain';
import type { User } from './user.js';

/** What the provider says of a person besides the account. */
export interface ProviderProfile {
  /** The provider's id of the person; null if it gave none. Not the subject of `User.externalId`. */
  readonly externalId: string | null;
  /** What the provider reads back, such as first and last name and addresses: JSON values by name. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An account that the provider keeps, or will keep with its next change. */
export interface ProvisionedUser extends ProviderProfile {
  readonly user: User;
  readonly groups: readonly GroupName[];
}

export interface GroupName {
  readonly id: string;
  readonly name: string;
}

/** A group of the provider. In a tenant, no two names fold to the same (`foldUserName`). */
export interface Group extends GroupName {
  readonly tenant: string;
  readonly externalId: string | null;
  readonly createdAtMs: number;
}

/** What is left out stays. `add` and `remove`: ids of accounts. */
export interface GroupChange extends Partial<Pick<Group, 'name' | 'externalId'>> {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** What an account gets from the groups with these names. */
export type GrantsOfGroups = (
  user: User,
  groups: readonly string[],
) => { readonly roles: readonly Role[]; readonly teams: readonly string[] };

/** `skip`: how many come before the page. `first`: at most so many. Of the other conditions, all given ones hold. */
export interface ProvisionedQuery {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  /** For groups: the id of an account in it. */
  readonly member?: string | undefined;
  readonly skip: number;
  readonly first: number;
}

export interface ProvisionedPage<T> {
  readonly items: readonly T[];
  /** How many there are on all pages. */
  readonly total: number;
}

/**
 * Keeps what an identity provider provisions: profiles of accounts, groups, and who is in them. Accounts of Earshot itself and
 * of the demo are none of it. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer.
 */
export interface ProvisioningStore {
  findUser(tenant: string, id: string): Promise<ProvisionedUser | null>;
  /** The oldest first. */
  listUsers(tenant: string, query: ProvisionedQuery): Promise<ProvisionedPage<ProvisionedUser>>;
  /** Stores what the provider says. The provider keeps the account from now on (origin SCIM). */
  saveProfile(tenant: string, id: string, profile: ProviderProfile): Promise<void>;
  /** Forgets the profile and takes the account out of every group. It is no longer found. */
  forgetUser(tenant: string, id: string): Promise<void>;
  findGroup(tenant: string, id: string): Promise<Group | null>;
  listGroups(tenant: string, query: ProvisionedQuery): Promise<ProvisionedPage<Group>>;
  listMembers(groupId: string): Promise<readonly GroupName[]>;
  /**
   * The members of the first of these groups, by the id of the group: of as many groups as have at most `most` members together, and
   * of the first one in any case.
   */
  listMembersOfFirst(groupIds: readonly string[], most: number): Promise<ReadonlyMap<string, readonly GroupName[]>>;
  /** Rejects like `changeGroup`, and with `TOO_MANY_GROUPS`. */
  addGroup(group: Group, members: readonly string[], grantsOf: GrantsOfGroups): Promise<void>;
  /**
   * Changes a group, and what its members get, at once. Returns null if there is no such group. Rejects with `NAME_TAKEN`,
   * `BAD_INPUT` for a member that is not found, `TOO_MANY_MEMBERS`, or `LAST_ADMIN` if no admin would remain.
   */
  changeGroup(tenant: string, id: string, change: GroupChange, grantsOf: GrantsOfGroups): Promise<Group | null>;
  /** Returns false if there is no such group. Rejects with `LAST_ADMIN`. */
  removeGroup(tenant: string, id: string, grantsOf: GrantsOfGroups): Promise<boolean>;
  /** Gives every account in a group anew what its groups give. Rejects with `LAST_ADMIN`. */
  grantAll(tenant: string, grantsOf: GrantsOfGroups): Promise<void>;
}

export const MAX_GROUPS = 5_000;
/** Memberships of all groups together. */
export const MAX_GROUP_MEMBERS = 200_000;
