import type { AccessKey, TeamMember } from '@earshot/ports';

/** One line for each key, with aligned columns. */
export function formatKeyTable(keys: readonly AccessKey[], nowMs: number): string[] {
  if (keys.length === 0) return ['There are no keys.'];
  const rows = [
    ['id', 'name', 'may', 'state', 'last used'],
    ...keys.map((key) => [key.id, key.name, formatGrant(key), formatState(key, nowMs), formatTime(key.lastUsedAtMs)]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** One line for each team with its agents. */
export function formatTeams(members: readonly TeamMember[]): string[] {
  if (members.length === 0) return ['There are no teams.'];
  const agents = new Map<string, string[]>();
  for (const { team, agentId } of members) agents.set(team, [...(agents.get(team) ?? []), agentId]);
  return [...agents].map(([team, agentIds]) => `${team}: ${agentIds.join(', ')}`);
}

function formatGrant({ kind, roles, sources, agentId, teams, queues }: AccessKey): string {
  if (kind === 'SOURCE') return `send ${sources.join(', ')}`;
  return [
    roles.join(', ').toLowerCase(),
    ...(agentId === null ? [] : [`agent ${agentId}`]),
    ...teams.map((team) => `team ${team}`),
    ...queues.map((queue) => `queue ${queue}`),
  ].join(', ');
}

function formatState({ revokedAtMs, expiresAtMs, replacedBy }: AccessKey, nowMs: number): string {
  if (revokedAtMs !== null) return `revoked ${formatTime(revokedAtMs)}`;
  const replaced = replacedBy === null ? '' : `, replaced by ${replacedBy}`;
  if (expiresAtMs === null) return `usable${replaced}`;
  return expiresAtMs <= nowMs
    ? `expired ${formatTime(expiresAtMs)}${replaced}`
    : `usable until ${formatTime(expiresAtMs)}${replaced}`;
}

const formatTime = (atMs: number | null): string =>
  atMs === null ? 'never' : new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
