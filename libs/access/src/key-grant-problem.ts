import type { KeyGrant } from './issue-key.js';

/** As long as the longest agent id of a call. */
export const MAX_NAME_LENGTH = 256;
/** Roles, sources, teams or queues of one key. */
const MAX_NAMES = 100;
/** Ten years. */
export const MAX_KEY_LIFE_MS = 3_650 * 86_400_000;

/** Whether text can be the name of a key, a team, a queue, an agent or a kind of source. */
export const isName = (name: string): boolean => name.trim() !== '' && name.length <= MAX_NAME_LENGTH;

/** A grant in which nothing is left out. */
type WholeGrant = Required<Pick<KeyGrant, 'name' | 'roles' | 'sources' | 'agentId' | 'teams' | 'queues'>>;

const nothing = { roles: [], sources: [], agentId: null, teams: [], queues: [], expiresAtMs: null };

/** Why no key can have this grant, in one sentence without a full stop; null if one can. */
export function findGrantProblem(grant: KeyGrant, nowMs: number): string | null {
  const { expiresAtMs, ...whole } = { ...nothing, ...grant };
  const expiryProblem = expiresAtMs === null ? null : findExpiryProblem(expiresAtMs - nowMs);
  return findNameProblem(whole) ?? findRightsProblem(whole) ?? expiryProblem;
}

function findNameProblem({ name, roles, sources, agentId, teams, queues }: WholeGrant): string | null {
  const lists = [roles, sources, teams, queues];
  if (lists.some(({ length }) => length > MAX_NAMES)) return `a key has at most ${MAX_NAMES} teams or queues`;
  const names = [name, ...lists.flat(), ...(agentId === null ? [] : [agentId])];
  return names.every(isName) ? null : `a name must have 1 to ${MAX_NAME_LENGTH} characters`;
}

function findRightsProblem({ roles, sources, agentId, teams, queues }: WholeGrant): string | null {
  if ((roles.length === 0) === (sources.length === 0)) return 'a key needs roles or sources, and cannot have both';
  if (sources.length > 0 && (agentId !== null || teams.length + queues.length > 0))
    return 'a source reads nothing, so its key takes no agent, team or queue';
  const needsAgent = roles.includes('AGENT') && agentId === null;
  return needsAgent ? 'the key of an agent needs the agent whose calls it reads' : null;
}

function findExpiryProblem(lifeMs: number): string | null {
  if (lifeMs <= 0) return 'a key must expire in the future';
  return lifeMs > MAX_KEY_LIFE_MS ? 'a key must expire within 3650 days' : null;
}
