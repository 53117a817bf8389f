import {
  Failure,
  type Clock,
  type NewUser,
  type SessionStore,
  type TicketStore,
  type User,
  type UserChange,
  type UserStore,
} from '@earshot/ports';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { isName, MAX_NAME_LENGTH } from '../key-grant-problem.js';
import { newAccessId } from '../secret-text.js';
import { issueTicket, type IssuedTicket } from './issue-ticket.js';

/** What an administrator says of a new account. What is left out is empty, or null. */
export type AccountGrant = Pick<NewUser, 'tenant' | 'name' | 'roles'> &
  Partial<Pick<NewUser, 'displayName' | 'agentId' | 'teams' | 'queues' | 'origin' | 'externalId'>>;

export interface AccountsParts {
  readonly users: UserStore;
  readonly sessions: Pick<SessionStore, 'endOfUser'>;
  readonly tickets: Pick<TicketStore, 'add' | 'endOfUser'>;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** A new account, and the one-time link with which its person chooses a password. */
export interface InvitedUser {
  readonly user: User;
  readonly ticket: IssuedTicket;
}

/** Teams or queues of one account. They become part of every statement that reads calls. */
const MAX_GROUPS = 200;

/** Makes and changes accounts, for administrators. Who calls it asks for the right and records the change. */
export class Accounts {
  constructor(private readonly parts: AccountsParts) {}

  /** Rejects with `Failure` `BAD_ARGUMENT`, `NAME_TAKEN` or `TOO_MANY_USERS`. */
  async invite(grant: AccountGrant): Promise<InvitedUser> {
    return this.addInvited(this.prepareInvited(grant));
  }

  /** The account that `addInvited` adds, for a caller who has to know its id before. Throws `Failure` `BAD_ARGUMENT`. */
  prepareInvited(grant: AccountGrant): NewUser {
    return newUser(grant, { passwordHash: null, nowMs: this.parts.clock.nowMs() });
  }

  /** Rejects with `Failure` `NAME_TAKEN` or `TOO_MANY_USERS`. */
  async addInvited(user: NewUser): Promise<InvitedUser> {
    return { user: await this.add(user), ticket: await this.addTicket(user) };
  }

  /** The person must change the password at the first sign-in. Rejects as `prepareWithPassword` and `add`. */
  async createWithPassword(grant: AccountGrant, password: string): Promise<User> {
    return this.add(await this.prepareWithPassword(grant, password));
  }

  /** The account that `add` adds. Rejects with `Failure` `BAD_ARGUMENT`, and as `PasswordPolicy.requireGoodPassword`. */
  async prepareWithPassword(grant: AccountGrant, password: string): Promise<NewUser> {
    const { policy, hasher, clock } = this.parts;
    await policy.requireGoodPassword(password, { name: grant.name, displayName: grant.displayName ?? null });
    return newUser(grant, { passwordHash: await hasher.hashPassword(password), nowMs: clock.nowMs() });
  }

  /** Rejects with `Failure` `NAME_TAKEN` or `TOO_MANY_USERS`. */
  async add(user: NewUser): Promise<User> {
    await this.parts.users.add(user);
    return this.requireUser(user.tenant, user.id);
  }

  /** Sessions follow within seconds. Rejects with `Failure` `BAD_ARGUMENT`, `USER_NOT_FOUND`, `NAME_TAKEN` or `LAST_ADMIN`. */
  async change(tenant: string, id: string, change: UserChange): Promise<User> {
    const { users, sessions, tickets, clock } = this.parts;
    requireGoodGrant({ ...(await this.requireUser(tenant, id)), ...change });
    const user = await users.change(tenant, id, change);
    if (user === null) throw userNotFound(id);
    if (user.state === 'DISABLED') {
      await tickets.endOfUser(id);
      await sessions.endOfUser(id, clock.nowMs());
    }
    return user;
  }

  /** Ends the password and the sessions of an account. Rejects with `Failure` `USER_NOT_FOUND` or `FORBIDDEN`. */
  async resetPassword(tenant: string, id: string): Promise<IssuedTicket> {
    const { users, sessions, clock } = this.parts;
    const user = await this.requireUser(tenant, id);
    if (user.origin !== 'LOCAL') throw new Failure('FORBIDDEN', 'Earshot does not keep the password of this account.');
    await users.setPassword(id, null, true);
    await sessions.endOfUser(id, clock.nowMs());
    return this.addTicket(user);
  }

  /** Removes the second factor of somebody who lost it. Returns false if there was none. Rejects with `USER_NOT_FOUND`. */
  async resetTotp(tenant: string, id: string): Promise<boolean> {
    await this.requireUser(tenant, id);
    return this.parts.users.removeTotp(id);
  }

  private async addTicket({ tenant, id }: Pick<User, 'tenant' | 'id'>): Promise<IssuedTicket> {
    const ticket = issueTicket({ tenant, purpose: 'ACCOUNT', userId: id }, this.parts.clock.nowMs());
    await this.parts.tickets.add(ticket.stored);
    return ticket;
  }

  private async requireUser(tenant: string, id: string): Promise<User> {
    const user = await this.parts.users.find(tenant, id);
    if (user === null) throw userNotFound(id);
    return user;
  }
}

/** A new active account. Throws `Failure` `BAD_ARGUMENT`. */
export function newUser(
  grant: AccountGrant,
  { passwordHash, nowMs }: { readonly passwordHash: string | null; readonly nowMs: number },
): NewUser {
  const { tenant, name, roles, displayName = null, agentId = null, teams = [], queues = [] } = grant;
  requireGoodGrant({ name, displayName, roles, agentId, teams, queues });
  const { origin = 'LOCAL', externalId = null } = grant;
  const account = { id: newAccessId(), tenant, name: name.trim(), displayName, origin, externalId };
  const groups = { roles, agentId, teams, queues };
  const mustChangePassword = origin === 'LOCAL';
  return { ...account, ...groups, state: 'ACTIVE', createdAtMs: nowMs, mustChangePassword, passwordHash };
}

function requireGoodGrant(grant: Pick<User, 'name' | 'displayName' | 'roles' | 'agentId' | 'teams' | 'queues'>): void {
  const { name, displayName, roles, agentId } = grant;
  requireGoodName('name', name);
  if (displayName !== null) requireGoodName('display name', displayName);
  if (new Set(roles).size !== roles.length) throw badArgument('Name each role once.');
  if (roles.includes('AGENT') && agentId === null)
    throw badArgument('An agent needs the id of the agent whose calls it reads.');
  requireGoodGroups(grant);
}

function requireGoodGroups({ agentId, teams, queues }: Pick<User, 'agentId' | 'teams' | 'queues'>): void {
  if (Math.max(teams.length, queues.length) > MAX_GROUPS)
    throw badArgument(`An account has at most ${MAX_GROUPS} teams, and as many queues.`);
  if (![...teams, ...queues, ...(agentId === null ? [] : [agentId])].every(isName))
    throw badArgument(`The name of an agent, a team or a queue must have 1 to ${MAX_NAME_LENGTH} characters.`);
}

function requireGoodName(what: string, name: string): void {
  if (name.trim() === '' || name.length > MAX_NAME_LENGTH || /\p{C}/u.test(name))
    throw badArgument(`The ${what} must have 1 to ${MAX_NAME_LENGTH} printable characters.`);
}

const badArgument = (message: string): Failure => new Failure('BAD_ARGUMENT', message);

const userNotFound = (id: string): Failure => new Failure('USER_NOT_FOUND', `There is no account ${id}.`);
