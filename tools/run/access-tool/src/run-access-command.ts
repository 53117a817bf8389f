import { makeKey, makeReplacement, requireKey, revokeKey, storeReplacement } from '@earshot/access';
import { teamInDetail } from '@earshot/contracts';
import { DEFAULT_TENANT } from '@earshot/domain';
import type { AccessKey, KeyStore, TeamStore } from '@earshot/ports';
import { changePeople, type PeopleTools } from './change-people.js';
import { ownSources, type AccessCommand, type NewKeyCommand } from './access-arguments.js';
import { formatKeyTable, formatTeams } from './format-keys.js';

export interface AccessTools extends PeopleTools {
  readonly keys: KeyStore;
  readonly teams: TeamStore;
}

type CommandNamed<Name extends AccessCommand['name']> = Extract<AccessCommand, { readonly name: Name }>;

/** Runs the command of an operator. Rejects with a one-line `Failure`, e.g. `KEY_NOT_FOUND`, `TOO_MANY_KEYS`. */
export async function runAccessCommand(command: AccessCommand, tools: AccessTools): Promise<void> {
  const { keys, teams, clock, print, applyChange } = tools;
  switch (command.name) {
    case 'help':
      return;
    case 'create-key':
      return createKey(command, tools);
    case 'rotate-key':
      return rotateKey(command, tools);
    case 'list-keys':
      return formatKeyTable(await listKeys(keys), clock.nowMs()).forEach(print);
    case 'list-teams':
      return formatTeams(await teams.listMembers()).forEach(print);
    case 'revoke-key':
      await requireKey(keys, { tenant: DEFAULT_TENANT, id: command.id }, clock.nowMs());
      await applyChange('revokeAccessKey', command.id, () => revokeKey(keys, command.id, clock.nowMs()));
      return print(`The key ${command.id} is revoked. It ends within seconds.`);
    case 'add-to-team':
      return addToTeam(command, tools);
    case 'remove-from-team':
      return removeFromTeam(command, tools);
    default:
      return changePeople(command, tools);
  }
}

async function createKey(command: NewKeyCommand, { keys, clock, print, applyChange }: AccessTools): Promise<void> {
  const { keyName, roles, sources, agentId, teams, queues, expiresInMs } = command;
  const nowMs = clock.nowMs();
  const expiresAtMs = expiresInMs === null ? null : nowMs + expiresInMs;
  const { stored, text } = makeKey({ name: keyName, roles, sources, agentId, teams, queues, expiresAtMs }, nowMs);
  await applyChange('createAccessKey', stored.id, () => keys.add(stored));
  const unknown = sources.filter((source) => !ownSources.includes(source));
  if (unknown.length > 0)
    print(
      `Earshot itself has no source ${unknown.join(', ')}, only ${ownSources.join(', ')}. A source of yours needs that name.`,
    );
  print(`This is the key ${stored.id} (${keyName}). Keep it: nobody can see it again.`);
  print(text);
}

async function rotateKey({ id, overlapMs }: CommandNamed<'rotate-key'>, tools: AccessTools): Promise<void> {
  const { keys, clock, print } = tools;
  const nowMs = clock.nowMs();
  const old = await requireKey(keys, { tenant: DEFAULT_TENANT, id }, nowMs);
  const rotation = makeReplacement(old, overlapMs, nowMs);
  await tools.applyChange('rotateAccessKey', id, () => storeReplacement(keys, rotation));
  const { stored, text, untilMs } = rotation;
  const endsAt = new Date(untilMs).toISOString();
  print(`This is the key ${stored.id}, which replaces ${id}. The old key works until ${endsAt} at most.`);
  print(text);
}

type TeamCommand = CommandNamed<'add-to-team' | 'remove-from-team'>;

async function addToTeam({ team, agentId }: TeamCommand, { teams, print, applyChange }: AccessTools): Promise<void> {
  const member = { tenant: DEFAULT_TENANT, team, agentId };
  await applyChange('addToTeam', teamInDetail(team), () => teams.addMember(member));
  print(`${agentId} is in the team ${team}.`);
}

async function removeFromTeam(
  { team, agentId }: TeamCommand,
  { teams, print, applyChange }: AccessTools,
): Promise<void> {
  const member = { tenant: DEFAULT_TENANT, team, agentId };
  const wasThere = await applyChange('removeFromTeam', teamInDetail(team), () => teams.removeMember(member));
  print(wasThere ? `${agentId} is no longer in the team ${team}.` : `${agentId} was not in the team ${team}.`);
}

/** Every key, read page by page. */
async function listKeys(keys: KeyStore): Promise<AccessKey[]> {
  const listed: AccessKey[] = [];
  let after: string | undefined;
  do {
    const page = await keys.list(DEFAULT_TENANT, { first: KEYS_PER_PAGE, after });
    listed.push(...page.items.map(({ item }) => item));
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return listed;
}

const KEYS_PER_PAGE = 100;
