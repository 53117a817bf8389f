import {
  Failure,
  type Clock,
  type NewUser,
  type ProviderProfile,
  type ProvisionedUser,
  type ProvisioningStore,
  type User,
  type UserChange,
  type UserStore,
} from '@earshot/ports';
import { newUser, type AccountGrant, type Accounts } from './accounts.js';

/** What the provider says of a new account. */
export type ProvisionedGrant = Pick<AccountGrant, 'tenant' | 'name'> &
  Pick<NewUser, 'displayName' | 'agentId' | 'state'>;

export interface ProvisionedAccountsParts {
  readonly users: Pick<UserStore, 'add' | 'findByName'>;
  readonly accounts: Pick<Accounts, 'change'>;
  readonly provisioning: Pick<ProvisioningStore, 'findUser' | 'saveProfile' | 'forgetUser'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Makes and changes the accounts that an identity provider keeps. Who calls it asks for the right and records the change. */
export class ProvisionedAccounts {
  constructor(private readonly parts: ProvisionedAccountsParts) {}

  /**
   * The account that `add` adds. One that the provider removed before comes back with its id. Rejects with `Failure`
   * `BAD_ARGUMENT`, or `NAME_TAKEN` if there is an account with this name.
   */
  async prepare({ state, ...grant }: ProvisionedGrant): Promise<NewUser> {
    const { users, provisioning, clock } = this.parts;
    const prepared = newUser({ ...grant, roles: [], origin: 'SCIM' }, { passwordHash: null, nowMs: clock.nowMs() });
    const known = await users.findByName(grant.tenant, prepared.name);
    const isRemoved = known?.origin === 'SCIM' && (await provisioning.findUser(known.tenant, known.id)) === null;
    if (known !== null && !isRemoved) throw new Failure('NAME_TAKEN', 'Somebody else has this name.');
    return { ...prepared, id: known?.id ?? prepared.id, state };
  }

  /** Rejects with `Failure` `NAME_TAKEN` or `TOO_MANY_USERS`. Safe to repeat: what failed half-way counts as removed. */
  async add(user: NewUser, profile: ProviderProfile): Promise<ProvisionedUser> {
    const { users, accounts, provisioning } = this.parts;
    const { tenant, id, name, displayName, agentId, state } = user;
    const known = await users.findByName(tenant, name);
    if (known?.id === id) await accounts.change(tenant, id, { name, displayName, agentId, state });
    else await users.add(user);
    await provisioning.saveProfile(tenant, id, profile);
    return this.requireUser(tenant, id);
  }

  /** Sessions follow within seconds. Rejects like `Accounts.change`. */
  async change({ tenant, id }: User, change: UserChange, profile: ProviderProfile): Promise<ProvisionedUser> {
    const { accounts, provisioning } = this.parts;
    if (Object.keys(change).length > 0) await accounts.change(tenant, id, change);
    await provisioning.saveProfile(tenant, id, profile);
    return this.requireUser(tenant, id);
  }

  /**
   * Disables the account, takes everything from it and forgets its profile. The row stays, so that the audit can name it and
   * somebody who has signed in before cannot sign in as somebody new. Rejects with `USER_NOT_FOUND` or `LAST_ADMIN`.
   */
  async remove({ tenant, id }: User): Promise<void> {
    await this.parts.accounts.change(tenant, id, {
      state: 'DISABLED',
      roles: [],
      teams: [],
      queues: [],
      agentId: null,
    });
    await this.parts.provisioning.forgetUser(tenant, id);
  }

  /** Rejects with `USER_NOT_FOUND`, also for an account that no provider keeps. */
  async requireUser(tenant: string, id: string): Promise<ProvisionedUser> {
    const found = await this.parts.provisioning.findUser(tenant, id);
    if (found === null) throw new Failure('USER_NOT_FOUND', `There is no account ${id}.`);
    return found;
  }
}
