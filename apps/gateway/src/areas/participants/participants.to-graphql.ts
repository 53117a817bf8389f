import type { CallId, ParticipantId, ParticipantRole } from '@earshot/contracts';
import type { Participant } from '@earshot/graphql-api';
import type { CallPlacement, CallView, ParticipantView, SpeakerView } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';

/** The stored fields of a participant, without id and role. */
export type ParticipantDetails = Pick<
  Participant,
  'name' | 'number' | 'joinedAt' | 'leftAt' | 'roleReason' | 'roleConfidence'
> & {
  /** Who may see the number depends on it. */
  readonly placement: CallPlacement;
};

/** A participant as its field resolvers receive it. */
export interface ParticipantSource {
  readonly callId: CallId;
  readonly id: ParticipantId;
  readonly role: ParticipantRole;
  /** Null for a participant that is not stored. Undefined: the resolver reads them when a client selects one. */
  readonly details?: ParticipantDetails | null;
}

/** The call's participants, in the order of joining. */
export const participantsToGraphql = (call: CallView): ParticipantSource[] =>
  call.participants.map((view) => participantToGraphql(call, view));

export const participantToGraphql = (call: CallView, view: ParticipantView): ParticipantSource => ({
  callId: call.id,
  id: view.id,
  role: view.role,
  details: detailsOf(call, view),
});

/** The participant who spoke a segment or a match, in the role of that time. Needs nothing from the call's row. */
export const speakerToGraphql = (
  callId: CallId,
  { participantId, role }: Pick<SpeakerView, 'participantId' | 'role'>,
): ParticipantSource => ({ callId, id: participantId, role });

/** The details of a participant in the call's row. Null when the row does not have the participant. */
export function findDetails(call: CallView, id: ParticipantId): ParticipantDetails | null {
  const view = call.participants.find((participant) => participant.id === id);
  return view === undefined ? null : detailsOf(call, view);
}

const detailsOf = (call: CallView, view: ParticipantView): ParticipantDetails => ({
  placement: call,
  name: view.name ?? null,
  number: view.number ?? null,
  // Whoever has a known role without a reason has it from the call's source.
  roleReason: view.role === 'UNKNOWN' ? null : (view.roleReason ?? 'METADATA'),
  roleConfidence: view.role === 'UNKNOWN' ? null : (view.roleConfidence ?? 1),
  joinedAt: view.joinedMs === null ? null : toDateTime(call.startedAtMs + view.joinedMs),
  leftAt: view.leftMs === null ? null : toDateTime(call.startedAtMs + view.leftMs),
});
