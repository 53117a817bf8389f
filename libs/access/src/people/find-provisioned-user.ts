import { DEFAULT_TENANT } from '@earshot/domain';
import type { ProvisioningStore, User, UserStore } from '@earshot/ports';

export interface ProvisionedStores {
  readonly users: Pick<UserStore, 'findByName'>;
  readonly provisioning: Pick<ProvisioningStore, 'listUsers'>;
}

/** What the provider says of somebody who signs in. Its signature was verified. */
export interface ProvenPerson {
  /** The value of the claim that provisioning sends as `externalId`; null if there is none. */
  readonly providerId: string | null;
  /** An address that the provider has verified; null if there is none. Another one may belong to somebody else. */
  readonly verifiedEmail: string | null;
}

/**
 * The account that provisioning made for somebody who signs in for the first time: the one with the provider's id, or else the
 * one whose name is the verified address. Null if there is none, or if an id stands for several.
 */
export async function findProvisionedUser(
  { providerId, verifiedEmail }: ProvenPerson,
  { users, provisioning }: ProvisionedStores,
): Promise<User | null> {
  if (providerId !== null) {
    const { items, total } = await provisioning.listUsers(DEFAULT_TENANT, {
      externalId: providerId,
      skip: 0,
      first: 1,
    });
    if (total > 0) return total === 1 ? (items[0]?.user ?? null) : null;
  }
  const named = verifiedEmail === null ? null : await users.findByName(DEFAULT_TENANT, verifiedEmail);
  return named?.origin === 'SCIM' ? named : null;
}
