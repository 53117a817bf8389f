import { participantRoles, type ParticipantId, type ParticipantRole } from '@earshot/contracts';
import type { ParticipantView, TrackView } from '@earshot/ports';

const placeOfRole = `array_position('{${participantRoles.join()}}'::text[], p.role)`;

/**
 * The columns of `ParticipantColumns`. `c` is the call. They leave out a participant until its joining is known. Among
 * participants who joined at the same time, customers come first, then agents.
 */
export const participantColumns = `
  (select jsonb_agg(jsonb_build_array(p.id, p.role, p.name, p.number, p.joined_at_ms,
      case when p.left_at_ms >= p.last_joined_at_ms then p.left_at_ms end) order by p.joined_at_ms, ${placeOfRole}, p.id)
    from participants p where p.call_id = c.id and p.joined_at_ms is not null) as "participantRows",
  (select jsonb_agg(jsonb_build_array(a.track, a.participant_id))
    from (select distinct on (track) track, participant_id from track_assignments
      where call_id = c.id order by track, from_ms desc) a) as "assignmentRows"`;

export interface ParticipantColumns {
  readonly participantRows:
    [ParticipantId, ParticipantRole, string | null, string | null, number, number | null][] | null;
  /** The latest assignment of each track. */
  readonly assignmentRows: [number, ParticipantId | null][] | null;
}

export const toParticipantViews = (rows: ParticipantColumns['participantRows']): ParticipantView[] =>
  (rows ?? []).map(([id, role, name, number, joinedMs, leftMs]) => ({
    id,
    role,
    ...(name === null ? {} : { name }),
    ...(number === null ? {} : { number }),
    joinedMs,
    leftMs,
  }));

export function toTrackViews(trackCount: number, rows: ParticipantColumns['assignmentRows']): TrackView[] {
  const latest = new Map(rows);
  return Array.from({ length: trackCount }, (_, track) => ({ track, participantId: latest.get(track) ?? null }));
}
