import { issueKey } from '@earshot/access';
import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type AccessKey, type Clock, type KeyStore, type TeamStore } from '@earshot/ports';
import { ownSources, type AccessCommand, type NewKeyCommand } from './access-arguments.js';
import { formatKeyTable, formatTeams } from './format-keys.js';

export interface AccessTools {
  readonly keys: KeyStore;
  readonly teams: TeamStore;
  readonly clock: Pick<Clock, 'nowMs'>;
  print(line: string): void;
}

type CommandNamed<Name extends AccessCommand['name']> = Extract<AccessCommand, { readonly name: Name }>;

/** Runs the command of an operator. Rejects with a one-line `Failure`, e.g. `KEY_NOT_FOUND`, `TOO_MANY_KEYS`. */
export async function runAccessCommand(command: AccessCommand, tools: AccessTools): Promise<void> {
  const { keys, teams, clock, print } = tools;
  switch (command.name) {
    case 'help':
      return;
    case 'create-key':
      return createKey(command, tools);
    case 'rotate-key':
      return rotateKey(command, tools);
    case 'list-keys':
      return formatKeyTable(await keys.list(), clock.nowMs()).forEach(print);
    case 'list-teams':
      return formatTeams(await teams.listMembers()).forEach(print);
    case 'revoke-key':
      if (!(await keys.revoke(command.id, clock.nowMs()))) throw keyNotFound(command.id);
      return print(`The key ${command.id} is revoked. It ends within seconds.`);
    case 'add-to-team':
      await teams.addMember({ tenant: DEFAULT_TENANT, team: command.team, agentId: command.agentId });
      return print(`${command.agentId} is in the team ${command.team}.`);
    case 'remove-from-team':
      return removeFromTeam(command, tools);
  }
}

async function createKey(command: NewKeyCommand, { keys, clock, print }: AccessTools): Promise<void> {
  const { keyName, roles, sources, agentId, teams, queues, expiresInMs } = command;
  const nowMs = clock.nowMs();
  const kind = sources.length > 0 ? 'SOURCE' : 'SERVICE';
  const expiresAtMs = expiresInMs === null ? null : nowMs + expiresInMs;
  const { stored, text } = issueKey(
    { name: keyName, kind, roles, sources, agentId, teams, queues, expiresAtMs },
    nowMs,
  );
  await keys.add(stored);
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
  const old = await keys.findUsable(id, nowMs);
  if (old === null) throw keyNotFound(id);
  const { stored, text } = issueKey({ ...grantOf(old), expiresAtMs: renewedExpiryMs(old, nowMs) }, nowMs);
  if (!(await keys.replace(id, stored, nowMs + overlapMs))) throw keyNotFound(id);
  const endsAt = new Date(nowMs + overlapMs).toISOString();
  print(`This is the key ${stored.id}, which replaces ${id}. The old key works until ${endsAt} at most.`);
  print(text);
}

async function removeFromTeam(
  { team, agentId }: CommandNamed<'add-to-team' | 'remove-from-team'>,
  { teams, print }: AccessTools,
): Promise<void> {
  const wasThere = await teams.removeMember({ tenant: DEFAULT_TENANT, team, agentId });
  print(wasThere ? `${agentId} is no longer in the team ${team}.` : `${agentId} was not in the team ${team}.`);
}

const grantOf = ({ holder, tenant, name, kind, roles, teams, queues, agentId, sources }: AccessKey) => ({
  ...{ holder, tenant, name, kind, roles },
  ...{ teams, queues, agentId, sources },
});

/** A key that expires is replaced by one that lives as long. */
const renewedExpiryMs = ({ createdAtMs, expiresAtMs }: AccessKey, nowMs: number): number | null =>
  expiresAtMs === null ? null : nowMs + (expiresAtMs - createdAtMs);

const keyNotFound = (id: string): Failure =>
  new Failure('KEY_NOT_FOUND', `There is no usable key ${id}. "list-keys" shows the keys.`);
