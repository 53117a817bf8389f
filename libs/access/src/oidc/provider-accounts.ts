import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type Clock, type SessionStore, type User, type UserChange, type UserStore } from '@earshot/ports';
import { newUser } from '../people/accounts.js';
import { findProvisionedUser, type ProvisionedStores } from '../people/find-provisioned-user.js';
import { accountOf, externalIdOf } from './external-id.js';
import { displayNameOf, hasAllowedEmail, mapClaims, nameOf, provenPersonOf, type Claims } from './map-claims.js';
import type { ClaimRules } from './oidc.config.js';

/** An account that may sign in, and what had to be done to it. */
export interface AdmittedUser {
  readonly user: User;
  readonly change: 'createUser' | 'changeUser' | null;
}

export interface ProviderAccountsParts {
  readonly issuer: string;
  readonly rules: ClaimRules;
  readonly users: Pick<UserStore, 'add' | 'change' | 'findByExternalId' | 'findByName'>;
  readonly provisioning: ProvisionedStores['provisioning'];
  readonly sessions: Pick<SessionStore, 'endOfUser'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

type ClaimedAccount = Pick<User, 'name' | 'displayName' | 'roles' | 'teams' | 'queues' | 'agentId'>;

/**
 * Keeps an account for each person of the provider, found by issuer and subject: an account that Earshot keeps never becomes
 * one of the provider because it has the same name. An account that the provider provisioned is found at the first sign-in.
 */
export class ProviderAccounts {
  constructor(private readonly parts: ProviderAccountsParts) {}

  /**
   * Makes the account of a person, or gives it what the claims say today. Rejects with `Failure` `ROLE_MISSING`,
   * `EMAIL_NOT_ALLOWED`, `ACCOUNT_DISABLED` or `TOO_MANY_USERS`.
   */
  async admit(subject: string, claims: Claims): Promise<AdmittedUser> {
    const externalId = externalIdOf(this.parts.issuer, subject);
    const known =
      (await this.parts.users.findByExternalId(DEFAULT_TENANT, externalId)) ??
      (await this.linkProvisioned(externalId, claims));
    if (known?.state === 'DISABLED')
      throw new Failure('ACCOUNT_DISABLED', 'An administrator of Earshot has disabled this account.');
    if (known?.origin === 'SCIM') return this.admitProvisioned(known, claims);
    const refusal = this.findRefusal(claims);
    if (refusal !== null && known !== null) await this.takeRoles(known);
    if (refusal !== null) throw refusal;
    const account = this.accountOfClaims(externalId, claims);
    return known === null ? this.add(externalId, account) : this.update(known, account);
  }

  /** Null if no account was provisioned for this person, or if another one has signed in with it. */
  private async linkProvisioned(externalId: string, claims: Claims): Promise<User | null> {
    const { users, provisioning, rules } = this.parts;
    const user = await findProvisionedUser(provenPersonOf(claims, rules), { users, provisioning });
    if (user === null || user.externalId !== null) return null;
    return users.change(user.tenant, user.id, { externalId });
  }

  /** Whoever provisions an account says what it may do, so claims do not count. */
  private admitProvisioned(user: User, claims: Claims): AdmittedUser {
    if (!hasAllowedEmail(claims, this.parts.rules)) throw emailNotAllowed();
    if (user.roles.length === 0) throw roleMissing();
    return { user, change: null };
  }

  private findRefusal(claims: Claims): Failure | null {
    const { rules } = this.parts;
    if (!hasAllowedEmail(claims, rules)) return emailNotAllowed();
    return rolesOf(claims, rules).length === 0 ? roleMissing() : null;
  }

  /** What somebody was allowed must not stay in the list of accounts, nor on open sockets. */
  private async takeRoles({ id, tenant, roles }: User): Promise<void> {
    if (roles.length === 0) return;
    await this.parts.users.change(tenant, id, { roles: [] }, { mayLeaveNoAdmin: true });
    await this.parts.sessions.endOfUser(id, this.parts.clock.nowMs());
  }

  private accountOfClaims(externalId: string, claims: Claims): ClaimedAccount {
    const { teams, queues, agentId } = mapClaims(claims, this.parts.rules);
    const name = nameOf(claims, accountOf(externalId));
    return {
      name,
      displayName: displayNameOf(claims),
      roles: rolesOf(claims, this.parts.rules),
      teams,
      queues,
      agentId,
    };
  }

  private async add(externalId: string, account: ClaimedAccount): Promise<AdmittedUser> {
    const { users, clock } = this.parts;
    const grant = { ...account, tenant: DEFAULT_TENANT, origin: 'OIDC', externalId } as const;
    const make = (name: string): Promise<void> =>
      users.add(newUser({ ...grant, name }, { passwordHash: null, nowMs: clock.nowMs() }));
    await make(account.name).catch(async (error: unknown) => {
      if (!isNameTaken(error)) throw error;
      // Another window of the same person may have been faster.
      if ((await users.findByExternalId(DEFAULT_TENANT, externalId)) === null)
        await make(uniqueName(account.name, externalId));
    });
    const user = await users.findByExternalId(DEFAULT_TENANT, externalId);
    if (user === null) throw new Error('The account that was just added is gone.');
    return { user, change: 'createUser' };
  }

  private async update(known: User, account: ClaimedAccount): Promise<AdmittedUser> {
    const change = changesOf(known, account);
    if (Object.keys(change).length === 0) return { user: known, change: null };
    const apply = (what: UserChange): Promise<User | null> =>
      this.parts.users.change(known.tenant, known.id, what, { mayLeaveNoAdmin: true });
    const user = await apply(change).catch((error: unknown) => {
      if (!isNameTaken(error)) throw error;
      return apply({ ...change, name: uniqueName(account.name, known.externalId ?? known.id) });
    });
    if (user === null) throw new Failure('ACCOUNT_DISABLED', 'An administrator of Earshot has removed this account.');
    return { user, change: 'changeUser' };
  }
}

/** An agent without the id of an agent would see nothing. */
function rolesOf(claims: Claims, rules: ClaimRules): User['roles'] {
  const { roles, agentId } = mapClaims(claims, rules);
  return roles.filter((role) => role !== 'AGENT' || agentId !== null);
}

/** What differs. A name stays that was made unique because another account has it. */
function changesOf(known: User, account: ClaimedAccount): UserChange {
  const isSameName = [account.name, uniqueName(account.name, known.externalId ?? known.id)].includes(known.name);
  const wanted = { ...account, name: isSameName ? known.name : account.name };
  const entries = Object.entries(wanted).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(known[key as keyof ClaimedAccount]),
  );
  return Object.fromEntries(entries);
}

const uniqueName = (name: string, externalId: string): string => `${name} (${accountOf(externalId).slice(0, 8)})`;

const isNameTaken = (error: unknown): boolean => error instanceof Failure && error.code === 'NAME_TAKEN';

const emailNotAllowed = (): Failure =>
  new Failure('EMAIL_NOT_ALLOWED', 'The e-mail address of this person is not verified, or of no allowed domain.');

const roleMissing = (): Failure => new Failure('ROLE_MISSING', 'No group of this person has a role in Earshot.');
