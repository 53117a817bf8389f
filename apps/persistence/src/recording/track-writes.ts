import type { CallId, EventData, Participant } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import type { CallWrite } from '@earshot/ports';

/** The participants on the call and on each track when its audio begins or continues. */
export function writesOfOpening(callId: CallId, data: EventData<'stream.opened'>, atMs: number): CallWrite[] {
  const fromMs = samplesToMs(data.startSample, data.sampleRateHz);
  return [
    ...data.participants.map((participant) => joining(callId, participant, fromMs, atMs)),
    ...data.tracks.map(({ participantId }, track): CallWrite => {
      const role = data.participants.find(({ id }) => id === participantId)?.role ?? null;
      return { kind: 'track-assigned', callId, atMs, track, participantId, role, fromMs };
    }),
  ];
}

/** A participant on a track is on the call, even if the event of the joining has not arrived yet. */
export function writesOfAssignment(callId: CallId, data: EventData<'track.assigned'>, atMs: number): CallWrite[] {
  const { track, participant, fromSample, sampleRateHz } = data;
  const fromMs = samplesToMs(fromSample, sampleRateHz);
  return [
    ...(participant === null ? [] : [joining(callId, participant, fromMs, atMs)]),
    {
      kind: 'track-assigned',
      callId,
      atMs,
      track,
      participantId: participant?.id ?? null,
      role: participant?.role ?? null,
      fromMs,
    },
  ];
}

const joining = (callId: CallId, participant: Participant, joinedMs: number, atMs: number): CallWrite => ({
  kind: 'participant-joined',
  callId,
  atMs,
  data: { participant, atMs: joinedMs },
});
