import { parseArgs } from 'node:util';
import { findGrantProblem, isName, MAX_KEY_LIFE_MS, MAX_NAME_LENGTH } from '@earshot/access';
import { roles, type Role } from '@earshot/domain';
import { badArgument, parseToolArguments } from '@earshot/ports';
import {
  readNewRoles,
  readNewUser,
  readRole,
  readUserName,
  takesUserName,
  type PeopleCommand,
} from './people-arguments.js';

/** The kinds of sources that Earshot brings. A team adds others. */
export const ownSources: readonly string[] = [
  'lca',
  'earshot',
  'audiohook',
  'audiosocket',
  'twilio',
  'plivo',
  'talkdesk',
  'telnyx',
  'exotel',
  'freeswitch',
  'jambonz',
  'vonage',
  'asterisk',
  'siprec',
  'kvs',
  'lca-events',
  'upload',
];

export const usage = `Makes and ends accounts of people and keys of sources and services, and says which agents are in which team.

  npm run access -- first-admin
  npm run access -- create-user --name N --role ROLE… [--display D] [--agent A] [--team T…] [--queue Q…] [--password-stdin]
  npm run access -- list-users
  npm run access -- set-roles NAME --role ROLE… [--agent A] [--team T…] [--queue Q…]
  npm run access -- disable-user NAME
  npm run access -- enable-user NAME
  npm run access -- reset-password NAME
  npm run access -- reset-totp NAME

  npm run access -- create-key --role ROLE… [--name N] [--agent A] [--team T…] [--queue Q…] [--expires 90d]
  npm run access -- create-key --source KIND… [--name N] [--expires 90d]
  npm run access -- list-keys
  npm run access -- revoke-key ID
  npm run access -- rotate-key ID [--overlap 7d]
  npm run access -- add-to-team --team T --agent A
  npm run access -- remove-from-team --team T --agent A
  npm run access -- list-teams

Roles: ${roles.join(', ').toLowerCase()}. Kinds of sources: ${ownSources.join(', ')}. A role reads; a source sends calls.
A supervisor or analyst without --team and --queue reaches all calls; an agent needs --agent.
first-admin, create-user and reset-password print a one-time link alone on the last line. With --password-stdin, create-user reads a
password from the standard input instead, which the person must change at the first sign-in.
create-key and rotate-key print the key alone on the last line. Nobody can see it again. Times: 30m, 12h, 90d.
A revoked key ends within seconds, also on open sockets. The services ask for keys with EARSHOT_AUTH=local.

DATABASE_URL names the database. Without it, the tool uses the database of the Earshot that runs on this machine in
EARSHOT_DATA_DIR (default: .earshot).
`;

export interface NewKeyCommand {
  readonly name: 'create-key';
  readonly keyName: string;
  readonly roles: readonly Role[];
  readonly sources: readonly string[];
  readonly agentId: string | null;
  readonly teams: readonly string[];
  readonly queues: readonly string[];
  /** Null: the key never expires. */
  readonly expiresInMs: number | null;
}

export type AccessCommand =
  | PeopleCommand
  | { readonly name: 'help' | 'list-keys' | 'list-teams' }
  | NewKeyCommand
  | { readonly name: 'revoke-key'; readonly id: string }
  | { readonly name: 'rotate-key'; readonly id: string; readonly overlapMs: number }
  | { readonly name: 'add-to-team' | 'remove-from-team'; readonly team: string; readonly agentId: string };

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;
const options = {
  name: text,
  display: text,
  role: list,
  source: list,
  agent: text,
  team: list,
  queue: list,
  expires: text,
  'password-stdin': { type: 'boolean' },
  overlap: text,
  help: { type: 'boolean' },
} as const;

const parse = (args: readonly string[]) =>
  parseToolArguments(() => parseArgs({ args: [...args], allowPositionals: true, options }));
type Values = ReturnType<typeof parse>['values'];
type Read = (values: Values, ids: readonly string[]) => AccessCommand;

/** The options that each command takes, and how it is read. */
const commands: Readonly<Record<string, { readonly takes: readonly (keyof Values)[]; readonly read: Read }>> = {
  'create-key': { takes: ['name', 'role', 'source', 'agent', 'team', 'queue', 'expires'], read: readNewKey },
  'first-admin': { takes: [], read: () => ({ name: 'first-admin' }) },
  'create-user': { takes: ['name', 'display', 'role', 'agent', 'team', 'queue', 'password-stdin'], read: readNewUser },
  'list-users': { takes: [], read: () => ({ name: 'list-users' }) },
  'set-roles': { takes: ['role', 'agent', 'team', 'queue'], read: readNewRoles },
  'disable-user': { takes: [], read: (_values, names) => ({ name: 'disable-user', userName: readUserName(names) }) },
  'enable-user': { takes: [], read: (_values, names) => ({ name: 'enable-user', userName: readUserName(names) }) },
  'reset-password': {
    takes: [],
    read: (_values, names) => ({ name: 'reset-password', userName: readUserName(names) }),
  },
  'reset-totp': { takes: [], read: (_values, names) => ({ name: 'reset-totp', userName: readUserName(names) }) },
  'list-keys': { takes: [], read: () => ({ name: 'list-keys' }) },
  'list-teams': { takes: [], read: () => ({ name: 'list-teams' }) },
  'revoke-key': { takes: [], read: (_values, ids) => ({ name: 'revoke-key', id: readOne('the id of a key', ids) }) },
  'rotate-key': {
    takes: ['overlap'],
    read: ({ overlap = '7d' }, ids) => ({
      name: 'rotate-key',
      id: readOne('the id of a key', ids),
      overlapMs: readDuration('--overlap', overlap),
    }),
  },
  'add-to-team': { takes: ['team', 'agent'], read: (values) => ({ name: 'add-to-team', ...readMember(values) }) },
  'remove-from-team': {
    takes: ['team', 'agent'],
    read: (values) => ({ name: 'remove-from-team', ...readMember(values) }),
  },
};
const TAKES_ID: ReadonlySet<string> = new Set(['revoke-key', 'rotate-key']);

/** Parses the command line. Throws `BAD_ARGUMENT`. */
export function readArguments(args: readonly string[]): AccessCommand {
  const { values, positionals } = parse(args);
  const [name, ...ids] = positionals;
  if (values.help === true || name === undefined) return { name: 'help' };
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw badArgument(`there is no command ${name}`);
  const foreign = Object.keys(values).find((option) => !command.takes.includes(option as keyof Values));
  if (foreign !== undefined) throw badArgument(`${name} has no option --${foreign}`);
  if (ids.length > 0 && !TAKES_ID.has(name) && !takesUserName(name)) throw badArgument(`${name} takes no ${ids[0]}`);
  return command.read(values, ids);
}

function readNewKey(values: Values): NewKeyCommand {
  const { agent = null, expires } = values;
  const [roleNames, sources, teams, queues] = [values.role, values.source, values.team, values.queue].map((given) =>
    (given ?? []).map((item) => readName('an option', item)),
  ) as [string[], string[], string[], string[]];
  const grant = { roles: roleNames.map(readRole), sources, agentId: agent, teams, queues };
  const keyName = values.name ?? ([...roleNames, ...sources].join('+') || 'key');
  const problem = findGrantProblem({ ...grant, name: keyName, kind: 'SERVICE' }, 0);
  if (problem !== null) throw badArgument(problem);
  const expiresInMs = expires === undefined ? null : readDuration('--expires', expires);
  return { name: 'create-key', keyName, ...grant, expiresInMs };
}

function readMember({ team, agent }: Values): { team: string; agentId: string } {
  return {
    team: readOne('one --team', team ?? []),
    agentId: readOne('one --agent', agent === undefined ? [] : [agent]),
  };
}

function readOne(what: string, given: readonly string[]): string {
  const [only] = given;
  if (only === undefined || given.length !== 1) throw badArgument(`give ${what}`);
  return readName(what, only);
}

function readName(option: string, name: string): string {
  if (!isName(name)) throw badArgument(`${option} must have 1 to ${MAX_NAME_LENGTH} characters`);
  return name;
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function readDuration(option: string, given: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([mhd])$/.exec(given) ?? [];
  const durationMs = Number(count) * (unitsMs[unit] ?? NaN);
  if (!(durationMs > 0 && durationMs <= MAX_KEY_LIFE_MS))
    throw badArgument(`${option} must be a time such as 30m, 12h or 90d, and at most 3650d`);
  return durationMs;
}
