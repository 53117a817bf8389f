/**
 * The calls of one tenant that somebody may reach: all of them, or those whose agent is named, whose agent is in a named
 * team, or whose queue is named.
 */
export interface RowScope {
  readonly tenant: string;
  readonly all: boolean;
  readonly agentIds: readonly string[];
  readonly teams: readonly string[];
  readonly queues: readonly string[];
}

/** What a scope looks at. */
export interface ScopedCall {
  readonly tenant: string;
  readonly agentId: string | null;
  /** The teams that the agent is in now. */
  readonly agentTeams: readonly string[];
  readonly queue: string | null;
}

/** Every call of a tenant. */
export const everythingOf = (tenant: string): RowScope => ({ tenant, all: true, agentIds: [], teams: [], queues: [] });

/** Stores that select by scope themselves must agree with this. */
export function isInScope(scope: RowScope, { tenant, agentId, agentTeams, queue }: ScopedCall): boolean {
  if (tenant !== scope.tenant) return false;
  if (scope.all) return true;
  return (
    (agentId !== null && scope.agentIds.includes(agentId)) ||
    agentTeams.some((team) => scope.teams.includes(team)) ||
    (queue !== null && scope.queues.includes(queue))
  );
}

/** Equal for scopes that reach the same calls, so that their readers can share one answer. */
export const rowScopeKey = ({ tenant, all, agentIds, teams, queues }: RowScope): string =>
  JSON.stringify([tenant, all, [...agentIds].sort(), [...teams].sort(), [...queues].sort()]);
