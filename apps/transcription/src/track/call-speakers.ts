import { impliedParticipant, type EventData, type ParticipantId, type TrackAssignment } from '@earshot/contracts';
import { samplesToMs, trackTimelines, type Speaker, type SpeakerLookup, type TrackTimeline } from '@earshot/domain';
import type { TranscriptProgress } from '@earshot/ports';

type OpenedStream = EventData<'stream.opened'>;
type AssignedTrack = EventData<'track.assigned'>;

/** An engine may place the start of an utterance this much before the end of the audio that it covered. */
const LATEST_START_MS = 10_000;

/** Who is on which track of one call, by time. */
export class CallSpeakers {
  private readonly timelines: readonly TrackTimeline[];

  constructor(trackCount: number, assignments: readonly TrackAssignment[]) {
    this.timelines = trackTimelines(trackCount, assignments);
  }

  get trackCount(): number {
    return this.timelines.length;
  }

  /** The speakers of one track. The words of a track that the call does not have belong to its implied participant. */
  onTrack(track: number): SpeakerLookup {
    return this.timelines[track] ?? { speakerAt: () => impliedParticipant(track) };
  }

  /** A stream that begins or continues assigns every track anew. */
  assignTracks({ tracks, participants, startSample, sampleRateHz }: OpenedStream): void {
    const fromMs = samplesToMs(startSample, sampleRateHz);
    for (const [track, { participantId }] of tracks.entries()) {
      const speaker = participants.find(({ id }) => id === participantId) ?? toUnknownSpeaker(participantId);
      this.timelines[track]?.assign(fromMs, speaker);
    }
  }

  assignTrack({ track, participant, fromSample, sampleRateHz }: AssignedTrack): void {
    this.timelines[track]?.assign(samplesToMs(fromSample, sampleRateHz), participant);
  }

  /** Forgets assignments that no later segment and no untranscribed span needs, and returns the rest. */
  keepNeeded({ tracks, untranscribed, sampleRateHz }: TranscriptProgress): TrackAssignment[] {
    for (const { track, transcribedSample } of tracks) {
      const neededMs = [
        samplesToMs(transcribedSample, sampleRateHz) - LATEST_START_MS,
        ...untranscribed.filter((span) => span.track === track).map(({ fromMs }) => fromMs),
      ];
      this.timelines[track]?.forgetBefore(Math.min(...neededMs));
    }
    return this.assignments();
  }

  /** All assignments, in the order of time. */
  assignments(): TrackAssignment[] {
    return this.timelines.flatMap((timeline) => timeline.assignments()).sort((a, b) => a.fromMs - b.fromMs);
  }
}

/** A participant whom the source assigned without announcing the role. */
const toUnknownSpeaker = (id: ParticipantId | null): Speaker | null => (id === null ? null : { id, role: 'UNKNOWN' });
