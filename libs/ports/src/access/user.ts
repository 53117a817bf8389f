import type { Role } from '@earshot/domain';

/** Who keeps an account: Earshot, the identity provider that signs the person in, the one that provisions it, or the demo. */
export type UserOrigin = 'LOCAL' | 'OIDC' | 'SCIM' | 'DEMO';

/** Somebody who signs in. Times are milliseconds since the Unix epoch; null for never. */
export interface User {
  /** Eight lower-case letters and digits. */
  readonly id: string;
  readonly tenant: string;
  /** The sign-in name. In a tenant, no two fold to the same (`foldUserName`). */
  readonly name: string;
  /** The name that others read, if it is not the sign-in name. */
  readonly displayName: string | null;
  readonly origin: UserOrigin;
  /** Names the person at the provider, as a JSON array of issuer and subject. Null for an account that Earshot keeps. */
  readonly externalId: string | null;
  readonly roles: readonly Role[];
  readonly agentId: string | null;
  readonly teams: readonly string[];
  readonly queues: readonly string[];
  readonly state: 'ACTIVE' | 'DISABLED';
  readonly createdAtMs: number;
  readonly lastSignInAtMs: number | null;
  readonly mustChangePassword: boolean;
  readonly hasPassword: boolean;
  /** Whether the person has set up the second factor. */
  readonly hasTotp: boolean;
}

/** A new account has no second factor. `passwordHash`: argon2id in PHC format; null for none. */
export type NewUser = Omit<User, 'lastSignInAtMs' | 'hasPassword' | 'hasTotp'> & {
  readonly passwordHash: string | null;
};

/** What an administrator or a provider changes. What is left out stays. */
export type UserChange = Partial<
  Pick<User, 'name' | 'displayName' | 'externalId' | 'roles' | 'agentId' | 'teams' | 'queues' | 'state'>
>;

/** How a token of the provider may name the person of a disabled account. At least one is given. */
export interface DisabledPerson {
  /** `User.externalId`. */
  readonly externalId: string | null;
  /** The id with which the provider provisioned the account. */
  readonly providerId: string | null;
  /** The folded sign-in name of a provisioned account that nothing else names. */
  readonly name: string | null;
}

/** The second factor of an account (RFC 6238). */
export interface StoredTotp {
  /** Sealed with the master key. */
  readonly sealedSecret: Uint8Array;
  /** False until the person has sent a first code. */
  readonly isConfirmed: boolean;
}

/** What proves that somebody is the person of an account. */
export interface Credentials {
  readonly passwordHash: string | null;
  readonly totp: StoredTotp | null;
}
