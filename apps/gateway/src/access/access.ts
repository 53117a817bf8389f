import { isInScope, rights, rowScopeKey, rowScopeOf, type Principal, type Right, type RowScope } from '@earshot/domain';
import type { CallPlacement } from '@earshot/ports';
import { maskNumber } from './mask-number.js';
import type { TeamDirectory } from './team-directory.js';

/** What a principal may do with calls. It stays the same as long as the principal does. */
interface Grants {
  readonly scopes: ReadonlyMap<Right, RowScope>;
  readonly keys: ReadonlyMap<Right, string>;
  readonly shareKey: string;
}

const known = new WeakMap<Principal, Grants>();

/** Viewers with the same key get the same answer to the same operation, so one execution can serve all of them. */
export const shareKeyOf = (viewer: Principal): string => grantsOf(viewer).shareKey;

/** The key of the calls that the viewer may read. */
export const readKeyOf = (viewer: Principal): string => grantsOf(viewer).keys.get('READ') ?? '';

/**
 * The only place that decides who may see what. Every read, every delivery to a subscription and every recording asks it. It
 * answers synchronously, because it is asked for each delivery.
 */
export class Access {
  constructor(private readonly teams: Pick<TeamDirectory, 'teamsOf'>) {}

  /** The calls on which the viewer has the right, for reads of the store. Null: none. */
  scopeOf(viewer: Principal, right: Right): RowScope | null {
    return grantsOf(viewer).scopes.get(right) ?? null;
  }

  /** Whether the viewer has the right on this call. */
  mayReach(viewer: Principal, right: Right, { tenant, agentId, queue }: CallPlacement): boolean {
    const scope = this.scopeOf(viewer, right);
    if (scope === null) return false;
    const agentTeams = scope.teams.length === 0 || agentId === null ? [] : this.teams.teamsOf(tenant, agentId);
    return isInScope(scope, { tenant, agentId, queue, agentTeams });
  }

  /** Whether the viewer has the right on a call that it may read. */
  mayAlso(viewer: Principal, right: Right, call: CallPlacement): boolean {
    return this.mayOnAll(viewer, right) || this.mayReach(viewer, right, call);
  }

  /** The number of a call that the viewer may read: masked where the viewer may not see it. */
  showNumber(viewer: Principal, call: CallPlacement, number: string | null): string | null {
    return number === null || this.mayAlso(viewer, 'SEE_NUMBERS', call) ? number : maskNumber(number);
  }

  /** Whether the viewer has the right on every call that it may read. */
  mayOnAll(viewer: Principal, right: Right): boolean {
    const { keys } = grantsOf(viewer);
    return keys.get(right) === keys.get('READ');
  }
}

function grantsOf(viewer: Principal): Grants {
  let grants = known.get(viewer);
  if (grants === undefined) known.set(viewer, (grants = findGrants(viewer)));
  return grants;
}

function findGrants(viewer: Principal): Grants {
  const scopes = new Map<Right, RowScope>();
  for (const right of rights) {
    const scope = rowScopeOf(viewer, right);
    if (scope !== null) scopes.set(right, scope);
  }
  const keys = new Map([...scopes].map(([right, scope]) => [right, rowScopeKey(scope)]));
  return { scopes, keys, shareKey: JSON.stringify([...keys]) };
}
