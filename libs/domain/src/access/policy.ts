import type { Principal } from './principal.js';
import { grants, type Reach, type Right } from './rights.js';
import { everythingOf, type RowScope } from './row-scope.js';

/** How far the right of this principal reaches, once for each of its roles that grants it. */
function reachesOf({ kind, roles }: Principal, right: Right): readonly Reach[] {
  if (kind === 'SOURCE') return [];
  return roles.flatMap((role) => grants[role][right] ?? []);
}

/** Whether the principal has the right at all. About a call, ask `rowScopeOf` as well. */
export const may = (principal: Principal, right: Right): boolean => rowScopeOf(principal, right) !== null;

/** The calls that the right of this principal reaches; null for none. A supervisor without teams and queues reaches all. */
export function rowScopeOf(principal: Principal, right: Right): RowScope | null {
  const { tenant, agentId, teams, queues } = principal;
  const reaches = reachesOf(principal, right);
  const hasGroups = teams.length > 0 || queues.length > 0;
  if (reaches.includes('ALL') || (reaches.includes('GROUPS') && !hasGroups)) return everythingOf(tenant);
  const agentIds = reaches.includes('OWN') && agentId !== null ? [agentId] : [];
  if (reaches.includes('GROUPS')) return { tenant, all: false, agentIds, teams, queues };
  return agentIds.length === 0 ? null : { tenant, all: false, agentIds, teams: [], queues: [] };
}
