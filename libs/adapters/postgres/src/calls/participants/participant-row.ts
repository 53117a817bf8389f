import {
  isDecision,
  participantRoles,
  type CallId,
  type DecisionReason,
  type Participant,
  type ParticipantId,
  type ParticipantRole,
  type RoleReason,
} from '@earshot/contracts';
import { storableText } from '../../storable-text.js';
import type { ParticipantWrite } from '../write/write-of.js';

/** A row of `participants`. All times are milliseconds on the call clock, and null until their fact arrives. */
export interface ParticipantRow {
  readonly callId: CallId;
  readonly id: ParticipantId;
  /** The role that the source said, or that the number has. A decision may correct it. */
  readonly role: ParticipantRole;
  readonly roleReason: RoleReason | null;
  readonly roleConfidence: number | null;
  readonly name: string | null;
  readonly number: string | null;
  /** The time of the fact that role, name and number come from. */
  readonly describedAtMs: number | null;
  readonly describedByChange: boolean;
  readonly joinedAtMs: number | null;
  readonly lastJoinedAtMs: number | null;
  readonly leftAtMs: number | null;
  /** The role that somebody found out later, with the time of the decision in milliseconds since 1970. */
  readonly decidedRole: ParticipantRole | null;
  readonly decidedReason: DecisionReason | null;
  readonly decidedConfidence: number | null;
  readonly decidedAtMs: number | null;
}

export const participantIdOf = ({ kind, data }: ParticipantWrite): ParticipantId =>
  storableText(kind === 'participant-left' ? data.participantId : data.participant.id) as ParticipantId;

export const unknownParticipant = (callId: CallId, id: ParticipantId): ParticipantRow => ({
  callId,
  id,
  role: 'UNKNOWN',
  roleReason: null,
  roleConfidence: null,
  name: null,
  number: null,
  describedAtMs: null,
  describedByChange: false,
  joinedAtMs: null,
  lastJoinedAtMs: null,
  leftAtMs: null,
  decidedRole: null,
  decidedReason: null,
  decidedConfidence: null,
  decidedAtMs: null,
});

/**
 * The role by which a decision corrects what the source said; null while no decision is in force. What a person decided always is;
 * other decisions are until the source says the role.
 */
export function correctedRoleOf({ role, decidedRole, decidedReason }: ParticipantRow): ParticipantRole | null {
  return decidedReason === 'USER' || role === 'UNKNOWN' ? decidedRole : null;
}

/**
 * Applies a fact. Facts may come in any order and more than once. A participant keeps its first time of joining, its
 * last times of joining and leaving, and its newest description.
 */
export function mergeParticipant(row: ParticipantRow, write: ParticipantWrite): ParticipantRow {
  const { atMs } = write.data;
  if (write.kind === 'participant-left') return { ...row, leftAtMs: Math.max(row.leftAtMs ?? atMs, atMs) };
  if (isDecision(write.data.participant.roleReason)) return decideRole(row, write.data.participant, write.atMs);
  const next = describeParticipant(row, write.data.participant, atMs, write.kind === 'participant-changed');
  if (write.kind === 'participant-changed') return next;
  return {
    ...next,
    joinedAtMs: Math.min(row.joinedAtMs ?? atMs, atMs),
    lastJoinedAtMs: Math.max(row.lastJoinedAtMs ?? atMs, atMs),
  };
}

/** A decision says nothing of the participant but the role. */
function decideRole(row: ParticipantRow, participant: Participant, decidedAtMs: number): ParticipantRow {
  const { role: decidedRole, roleReason, roleConfidence } = participant;
  if (!isDecision(roleReason)) return row;
  const decision = { decidedRole, decidedReason: roleReason, decidedConfidence: roleConfidence ?? null, decidedAtMs };
  return isNewer(rankOfDecision(decision), rankOfDecision(row)) ? { ...row, ...decision } : row;
}

type Decision = Pick<ParticipantRow, 'decidedRole' | 'decidedReason' | 'decidedConfidence' | 'decidedAtMs'>;

/** A person's decision wins, then the newest. The order of arrival does not matter. */
const rankOfDecision = ({ decidedRole, decidedReason, decidedConfidence, decidedAtMs }: Decision) =>
  [
    Number(decidedReason === 'USER'),
    decidedAtMs ?? -1,
    decidedConfidence ?? -1,
    decidedRole === null ? -participantRoles.length : -participantRoles.indexOf(decidedRole),
  ] as const;

function describeParticipant(
  row: ParticipantRow,
  { role, name, number, roleReason, roleConfidence }: Participant,
  describedAtMs: number,
  describedByChange: boolean,
): ParticipantRow {
  const text = (value: string | undefined) => (value === undefined ? null : storableText(value));
  const next = {
    ...row,
    role,
    roleReason: roleReason ?? null,
    roleConfidence: roleConfidence ?? null,
    name: text(name),
    number: text(number),
    describedAtMs,
    describedByChange,
  };
  return isNewer(rankOf(next), rankOf(row)) ? next : row;
}

/**
 * Of two descriptions with the same time, the one of a change wins. Then the greater name and number
 * win, where a missing one is the least, and then the role that is listed first. So the order of arrival does not matter.
 */
const rankOf = ({ describedAtMs, describedByChange, name, number, role }: ParticipantRow) =>
  [describedAtMs ?? -1, Number(describedByChange), name ?? '', number ?? '', -participantRoles.indexOf(role)] as const;

function isNewer(rank: readonly (string | number)[], than: readonly (string | number)[]): boolean {
  const at = rank.findIndex((part, index) => part !== than[index]);
  return at !== -1 && (rank[at] as string | number) > (than[at] as string | number);
}
