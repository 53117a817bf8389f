import type { RosterRequest } from '@earshot/media/session';
import type { RecordingRoster } from '@earshot/media/siprec';

/** The changes that lead from one roster to the next: first who comes, then who is on which track, then who leaves. */
export function diffRosters(before: RecordingRoster, after: RecordingRoster): RosterRequest[] {
  const earlier = new Map(before.participants.map((participant) => [participant.id, participant]));
  const later = new Set(after.participants.map(({ id }) => id));
  const arrivals = after.participants.flatMap((participant): RosterRequest[] => {
    const known = earlier.get(participant.id);
    if (known === undefined) return [{ kind: 'join', participant }];
    const isSame = (['role', 'name', 'number'] as const).every((field) => known[field] === participant[field]);
    return isSame ? [] : [{ kind: 'change', participant }];
  });
  const assignments = after.tracks.flatMap(({ participantId }, track): RosterRequest[] =>
    before.tracks[track]?.participantId === participantId ? [] : [{ kind: 'assign', track, participantId }],
  );
  const departures = before.participants.flatMap(({ id }): RosterRequest[] =>
    later.has(id) ? [] : [{ kind: 'leave', participantId: id }],
  );
  return [...arrivals, ...assignments, ...departures];
}
