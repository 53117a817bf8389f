import type { Role } from '@earshot/domain';

/** What somebody with an account or a key may see. */
export interface Grant {
  readonly roles: readonly Role[];
  readonly agentId: string | null;
  readonly teams: readonly string[];
  readonly queues: readonly string[];
}

/** A grant while somebody types it. Commas separate names. */
export interface GrantDraft {
  readonly roles: readonly Role[];
  readonly agentId: string;
  readonly teams: string;
  readonly queues: string;
}

export const draftOf = ({ roles, agentId, teams, queues }: Grant): GrantDraft => ({
  roles,
  agentId: agentId ?? '',
  teams: teams.join(', '),
  queues: queues.join(', '),
});

export const readDraft = ({ roles, agentId, teams, queues }: GrantDraft): Grant => ({
  roles,
  agentId: textOrNull(agentId),
  teams: splitNames(teams),
  queues: splitNames(queues),
});

/** An agent reads the calls of somebody. */
export const isComplete = ({ roles, agentId }: GrantDraft): boolean =>
  !roles.includes('AGENT') || agentId.trim() !== '';

/** Null for a field that was left empty. */
export const textOrNull = (text: string): string | null => text.trim() || null;

/** The names in a text, which commas separate. */
export const splitNames = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The fields whose values differ, so that a change leaves alone what somebody else changed meanwhile. */
export const findChangedFields = <T extends object>(before: T, after: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof T])),
  ) as Partial<T>;
