import { MAX_TRACKS, type EventData } from '@earshot/contracts';
import { trackTimelines } from '@earshot/domain';
import type { ParticipantView, TrackAssignmentView } from '@earshot/ports';

type Request = EventData<'transcription.requested'>;

/** Most assignments in one event. Words without one belong to the implied participant of their track. */
const MAX_ASSIGNMENTS = 1_000;

/** Who was on each track, from the start of its first span to the end of its last one. */
export function assignmentsOfSpans(
  spans: Request['spans'],
  assignments: readonly TrackAssignmentView[],
  participants: readonly ParticipantView[],
): Request['assignments'] {
  const timelines = trackTimelines(MAX_TRACKS, []);
  for (const { track, participantId, fromMs, role: roleThen } of assignments) {
    const role = roleThen ?? participants.find(({ id }) => id === participantId)?.role ?? 'UNKNOWN';
    timelines[track]?.assign(fromMs, participantId === null ? null : { id: participantId, role });
  }
  return timelines
    .flatMap((timeline, track) => {
      const onTrack = spans.filter((span) => span.track === track);
      if (onTrack.length === 0) return [];
      timeline.forgetBefore(Math.min(...onTrack.map(({ fromMs }) => fromMs)));
      const endMs = Math.max(...onTrack.map(({ toMs }) => toMs));
      return timeline.assignments().filter(({ fromMs }) => fromMs < endMs);
    })
    .slice(0, MAX_ASSIGNMENTS);
}
