import type { AccountGrant } from '@earshot/access';
import { roles, type Role } from '@earshot/domain';
import { badArgument, type UserChange } from '@earshot/ports';

/** The options of commands about accounts. */
export interface PeopleValues {
  readonly name?: string | undefined;
  readonly display?: string | undefined;
  readonly role?: readonly string[] | undefined;
  readonly agent?: string | undefined;
  readonly team?: readonly string[] | undefined;
  readonly queue?: readonly string[] | undefined;
  readonly 'password-stdin'?: boolean | undefined;
}

/** Commands that take the sign-in name of an account. */
const namedCommands = ['disable-user', 'enable-user', 'reset-password', 'reset-totp', 'set-roles'] as const;

export type PeopleCommand =
  | { readonly name: 'first-admin' | 'list-users' }
  | { readonly name: 'create-user'; readonly grant: Omit<AccountGrant, 'tenant'>; readonly readsPassword: boolean }
  | { readonly name: Exclude<(typeof namedCommands)[number], 'set-roles'>; readonly userName: string }
  | { readonly name: 'set-roles'; readonly userName: string; readonly change: UserChange };

export const takesUserName = (command: string): boolean => namedCommands.some((name) => name === command);

export function readNewUser(values: PeopleValues): PeopleCommand {
  if (values.name === undefined) throw badArgument('create-user needs --name, with which the person signs in');
  return {
    name: 'create-user',
    grant: { name: values.name, displayName: values.display ?? null, ...readGrant(values) },
    readsPassword: values['password-stdin'] === true,
  };
}

export const readNewRoles = (values: PeopleValues, names: readonly string[]): PeopleCommand => ({
  name: 'set-roles',
  userName: readUserName(names),
  change: readGrant(values),
});

export function readUserName([name, ...others]: readonly string[]): string {
  if (name === undefined || others.length > 0) throw badArgument('give the sign-in name of one account');
  return name;
}

function readGrant({ role = [], agent, team = [], queue = [] }: PeopleValues) {
  if (role.length === 0) throw badArgument('give --role');
  return { roles: role.map(readRole), agentId: agent ?? null, teams: team, queues: queue };
}

/** Throws `BAD_ARGUMENT`. */
export function readRole(name: string): Role {
  const role = roles.find((each) => each === name.toUpperCase());
  if (role === undefined) throw badArgument(`there is no role ${name}: use ${roles.join(', ').toLowerCase()}`);
  return role;
}
