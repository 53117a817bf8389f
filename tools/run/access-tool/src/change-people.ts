import { issueTicket, ticketPath, type Accounts, type IssuedTicket } from '@earshot/access';
import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type Clock, type TicketStore, type User, type UserChange, type UserStore } from '@earshot/ports';
import type { PeopleCommand } from './people-arguments.js';

export interface PeopleTools {
  readonly accounts: Accounts;
  readonly users: UserStore;
  readonly tickets: Pick<TicketStore, 'add'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Where the web page is. */
  readonly pageUrl: string;
  print(line: string): void;
  /** The password that the operator gives. */
  readPassword(): Promise<string>;
  /**
   * Records a change in the audit, with the id or name of what is changed, then applies it. A change that fails for good is recorded as
   * refused, too.
   */
  applyChange<T>(change: string, id: string, apply: () => Promise<T>): Promise<T>;
}

const USERS_PER_PAGE = 100;

/** Runs a command about accounts. A one-time link is the last line. */
export async function changePeople(command: PeopleCommand, tools: PeopleTools): Promise<void> {
  const { accounts, users, print, applyChange } = tools;
  switch (command.name) {
    case 'first-admin':
      return makeFirstLink(tools);
    case 'list-users':
      return (await listUsers(users)).forEach((user) => print(formatUser(user)));
    case 'create-user':
      return createUser(command, tools);
    case 'reset-password': {
      const { id, name } = await requireUser(command.userName, users);
      const ticket = await applyChange('resetPassword', id, () => accounts.resetPassword(DEFAULT_TENANT, id));
      print(
        `${name} is signed out and has no password now. This link works once, for 24 hours, to choose another one:`,
      );
      return print(linkTo(ticket, tools));
    }
    case 'reset-totp': {
      const { id, name } = await requireUser(command.userName, users);
      const wasOn = await applyChange('resetTotp', id, () => accounts.resetTotp(DEFAULT_TENANT, id));
      return print(wasOn ? `${name} signs in without two-step sign-in.` : `${name} had no two-step sign-in.`);
    }
    case 'disable-user':
      return changeUser(command.userName, 'disableUser', { state: 'DISABLED' }, tools);
    case 'enable-user':
      return changeUser(command.userName, 'enableUser', { state: 'ACTIVE' }, tools);
    case 'set-roles':
      return changeUser(command.userName, 'setRoles', command.change, tools);
  }
}

async function createUser(
  { grant, readsPassword }: Extract<PeopleCommand, { readonly name: 'create-user' }>,
  tools: PeopleTools,
): Promise<void> {
  const { accounts, print, readPassword, applyChange } = tools;
  const account = { tenant: DEFAULT_TENANT, ...grant };
  if (readsPassword) {
    const prepared = await accounts.prepareWithPassword(account, await readPassword());
    const { id, name } = await applyChange('createUser', prepared.id, () => accounts.add(prepared));
    return print(`${name} has an account (${id}), and must change the password at the first sign-in.`);
  }
  const prepared = accounts.prepareInvited(account);
  const { user, ticket } = await applyChange('createUser', prepared.id, () => accounts.addInvited(prepared));
  print(`${user.name} has an account (${user.id}). This link works once, for 24 hours, to choose a password:`);
  print(linkTo(ticket, tools));
}

async function changeUser(userName: string, what: string, change: UserChange, tools: PeopleTools): Promise<void> {
  const { id } = await requireUser(userName, tools.users);
  const user = await tools.applyChange(what, id, () => tools.accounts.change(DEFAULT_TENANT, id, change));
  tools.print(`${formatUser(user)}. It counts within seconds, also on open pages.`);
}

async function makeFirstLink(tools: PeopleTools): Promise<void> {
  const { users, tickets, clock, print } = tools;
  if (await users.hasAdmin(DEFAULT_TENANT))
    throw new Failure('ADMIN_EXISTS', 'There is an administrator. Make others with create-user --role admin.');
  const ticket = issueTicket({ tenant: DEFAULT_TENANT, purpose: 'FIRST_ADMIN', userId: null }, clock.nowMs());
  await tools.applyChange('makeFirstAdminLink', ticket.stored.id, () => tickets.add(ticket.stored));
  print('This link works once, for 24 hours, to make the first administrator. Earlier ones have ended.');
  print(linkTo(ticket, tools));
}

async function requireUser(name: string, users: UserStore): Promise<User> {
  const user = await users.findByName(DEFAULT_TENANT, name);
  if (user === null)
    throw new Failure('USER_NOT_FOUND', `There is no account ${name}. "list-users" shows the accounts.`);
  return user;
}

/** Every account, read page by page. */
async function listUsers(users: UserStore): Promise<User[]> {
  const listed: User[] = [];
  let after: string | undefined;
  do {
    const page = await users.list(DEFAULT_TENANT, { first: USERS_PER_PAGE, after });
    listed.push(...page.items.map(({ item }) => item));
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return listed;
}

const linkTo = (ticket: IssuedTicket, { pageUrl }: PeopleTools): string => new URL(ticketPath(ticket), pageUrl).href;

function formatUser({ name, roles, agentId, teams, queues, state, hasTotp }: User): string {
  const groups = [...teams.map((team) => `team ${team}`), ...queues.map((queue) => `queue ${queue}`)];
  const grants = [
    roles.join(', ').toLowerCase() || 'no role',
    ...(agentId === null ? [] : [`agent ${agentId}`]),
    ...groups,
  ];
  return `${name}: ${grants.join(', ')}, ${state.toLowerCase()}${hasTotp ? ', two-step sign-in' : ''}`;
}
