import { participantRoles, type ParticipantId, type ParticipantRole, type RoleReason } from '@earshot/contracts';
import type { ParticipantView, TrackView } from '@earshot/ports';

/** Whether a decision corrects the role: see `correctedRoleOf`. */
const isCorrected = `(p.decided_role is not null and (p.decided_reason = 'USER' or p.role = 'UNKNOWN'))`;
/** The role of a row `p` of participants that counts. */
export const effectiveRole = `case when ${isCorrected} then p.decided_role else p.role end`;
const placeOfRole = `array_position('{${participantRoles.join()}}'::text[], ${effectiveRole})`;

/**
 * The columns of `ParticipantColumns`. `c` is the call. They leave out a participant until its joining or a decision
 * about its role is known. Among participants who joined at the same time, customers come first, then agents.
 */
export const participantColumns = `
  (select jsonb_agg(jsonb_build_array(p.id, ${effectiveRole}, p.name, p.number, p.joined_at_ms,
      case when p.left_at_ms >= p.last_joined_at_ms then p.left_at_ms end,
      case when ${isCorrected} then p.decided_reason else p.role_reason end,
      case when ${isCorrected} then p.decided_confidence else p.role_confidence end) order by p.joined_at_ms, ${placeOfRole}, p.id)
    from participants p
    where p.call_id = c.id and (p.joined_at_ms is not null or p.decided_role is not null)) as "participantRows",
  (select jsonb_agg(jsonb_build_array(a.track, a.participant_id))
    from (select distinct on (track) track, participant_id from track_assignments
      where call_id = c.id order by track, from_ms desc) a) as "assignmentRows"`;

/** Id, role, name, number, the times of joining and leaving, and the reason and the confidence of the role. */
type ParticipantTuple = [
  ParticipantId,
  ParticipantRole,
  string | null,
  string | null,
  number | null,
  number | null,
  RoleReason | null,
  number | null,
];

export interface ParticipantColumns {
  readonly participantRows: ParticipantTuple[] | null;
  /** The latest assignment of each track. */
  readonly assignmentRows: [number, ParticipantId | null][] | null;
}

export const toParticipantViews = (rows: ParticipantColumns['participantRows']): ParticipantView[] =>
  (rows ?? []).map(([id, role, name, number, joinedMs, leftMs, roleReason, roleConfidence]) => ({
    id,
    role,
    ...(name !== null && { name }),
    ...(number !== null && { number }),
    ...(roleReason !== null && { roleReason }),
    ...(roleConfidence !== null && { roleConfidence }),
    joinedMs,
    leftMs,
  }));

export function toTrackViews(trackCount: number, rows: ParticipantColumns['assignmentRows']): TrackView[] {
  const latest = new Map(rows);
  return Array.from({ length: trackCount }, (_, track) => ({ track, participantId: latest.get(track) ?? null }));
}
