import { impliedParticipant, type ParticipantId, type ParticipantRole } from '@earshot/contracts';
import { usToMs } from '@earshot/domain';
import type { WordlessSpanView } from '@earshot/ports';
import { effectiveRole } from '../participants/participant-view.js';

/** Most spans that a call lists. More come only from hours of speech that no engine understands. */
const MAX_LISTED_SPANS = 1_000;

/**
 * The column of `WordlessColumn`: the spans of all tracks in the order of time, with the participant who was on the track when
 * the span began. `c` is the call. Assignments of versions before 0.2 have no role of their own.
 */
export const wordlessColumn = `
  (select jsonb_agg(jsonb_build_array(w.track, lower(w.span), upper(w.span), a.participant_id, coalesce(a.role, ${effectiveRole}))
      order by lower(w.span), w.track)
    from (select l.track, u.span from ledger_spans l cross join unnest(l.spans) as u (span)
      where l.call_id = c.id and l.kind = 'WORDLESS' order by lower(u.span), l.track limit ${MAX_LISTED_SPANS}) w
    left join lateral (select participant_id, role from track_assignments
      where call_id = c.id and track = w.track and from_ms <= lower(w.span) / 1000.0 order by from_ms desc limit 1) a on true
    left join participants p on p.call_id = c.id and p.id = a.participant_id) as "wordlessRows"`;

export interface WordlessColumn {
  /** Track, start and end in microseconds, participant, role. */
  readonly wordlessRows: [number, number, number, ParticipantId | null, ParticipantRole | null][] | null;
}

/** A span whose participant nobody announced belongs to the implied participant of its track. */
export const toWordlessViews = (rows: WordlessColumn['wordlessRows']): WordlessSpanView[] =>
  (rows ?? []).map(([track, fromUs, toUs, participantId, role]) => {
    const implied = impliedParticipant(track);
    return {
      track,
      participantId: participantId ?? implied.id,
      role: role ?? implied.role,
      fromMs: usToMs(fromUs),
      toMs: usToMs(toUs),
    };
  });
