import {
  participantRoles,
  type CallId,
  type Participant,
  type ParticipantId,
  type ParticipantRole,
} from '@earshot/contracts';
import { storableText } from '../../storable-text.js';
import type { ParticipantWrite } from '../write/write-of.js';

/** A row of `participants`. All times are milliseconds on the call clock, and null until their fact arrives. */
export interface ParticipantRow {
  readonly callId: CallId;
  readonly id: ParticipantId;
  readonly role: ParticipantRole;
  readonly name: string | null;
  readonly number: string | null;
  /** The time of the fact that role, name and number come from. */
  readonly describedAtMs: number | null;
  readonly describedByChange: boolean;
  readonly joinedAtMs: number | null;
  readonly lastJoinedAtMs: number | null;
  readonly leftAtMs: number | null;
}

export const participantIdOf = ({ kind, data }: ParticipantWrite): ParticipantId =>
  storableText(kind === 'participant-left' ? data.participantId : data.participant.id) as ParticipantId;

export const unknownParticipant = (callId: CallId, id: ParticipantId): ParticipantRow => ({
  callId,
  id,
  role: 'UNKNOWN',
  name: null,
  number: null,
  describedAtMs: null,
  describedByChange: false,
  joinedAtMs: null,
  lastJoinedAtMs: null,
  leftAtMs: null,
});

/**
 * Applies a fact. Facts may come in any order and more than once. A participant keeps its first time of joining, its
 * last times of joining and leaving, and its newest description.
 */
export function mergeParticipant(row: ParticipantRow, write: ParticipantWrite): ParticipantRow {
  const { atMs } = write.data;
  if (write.kind === 'participant-left') return { ...row, leftAtMs: Math.max(row.leftAtMs ?? atMs, atMs) };
  const next = describeParticipant(row, write.data.participant, atMs, write.kind === 'participant-changed');
  if (write.kind === 'participant-changed') return next;
  return {
    ...next,
    joinedAtMs: Math.min(row.joinedAtMs ?? atMs, atMs),
    lastJoinedAtMs: Math.max(row.lastJoinedAtMs ?? atMs, atMs),
  };
}

function describeParticipant(
  row: ParticipantRow,
  { role, name, number }: Participant,
  describedAtMs: number,
  describedByChange: boolean,
): ParticipantRow {
  const text = (value: string | undefined) => (value === undefined ? null : storableText(value));
  const next = { ...row, role, name: text(name), number: text(number), describedAtMs, describedByChange };
  return isNewer(rankOf(next), rankOf(row)) ? next : row;
}

/**
 * Of two descriptions with the same time, the one of a change wins. Then the greater name and number
 * win, where a missing one is the least, and then the role that is listed first. So the order of arrival does not matter.
 */
const rankOf = ({ describedAtMs, describedByChange, name, number, role }: ParticipantRow) =>
  [describedAtMs ?? -1, Number(describedByChange), name ?? '', number ?? '', -participantRoles.indexOf(role)] as const;

function isNewer(rank: ReturnType<typeof rankOf>, than: ReturnType<typeof rankOf>): boolean {
  const at = rank.findIndex((part, index) => part !== than[index]);
  return at !== -1 && (rank[at] as string | number) > (than[at] as string | number);
}
