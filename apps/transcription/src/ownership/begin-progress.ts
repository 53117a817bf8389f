import type { TakenProgress, TrackProgress, TranscriptProgress } from '@earshot/ports';
import { CallSpeakers } from '../track/call-speakers.js';
import type { CallRemainder } from '../track/call-transcription.js';

/** The facts in the first message of a call that no owner had before. */
export interface FirstMessage {
  readonly sampleRateHz: number;
  readonly trackCount: number;
  readonly requestedEngine?: string | undefined;
  readonly script?: string | undefined;
  readonly language?: string | undefined;
}

/**
 * Where an owner begins: at the former owner's position, else at the start of the call. Null if it does not know the tracks.
 * If the first message is from the middle of the call, the audio before it becomes a gap, and is transcribed from the recording.
 */
export function beginProgress(taken: TakenProgress, first: FirstMessage | null): TranscriptProgress | null {
  if (taken.saved !== null) return taken.saved;
  if (first === null) return null;
  return {
    sampleRateHz: first.sampleRateHz,
    tracks: Array.from({ length: first.trackCount }, (_, track) => beginTrack(track, 0)),
    assignments: [],
    requestedEngine: first.requestedEngine,
    script: first.script,
    language: first.language,
    untranscribed: [],
    isCompleted: false,
  };
}

/** Where this process continues a call that another owner had in between. */
export function resumeProgress({ saved }: TakenProgress, { progress, changes }: CallRemainder): TranscriptProgress {
  const begin = saved ?? progress;
  const assignments = [...begin.assignments, ...(changes.assignments ?? [])];
  return { ...begin, ...changes, assignments: new CallSpeakers(begin.tracks.length, assignments).assignments() };
}

/** Where a new track stands: nothing before `startSample` is transcribed. */
export const beginTrack = (track: number, startSample: number): TrackProgress => ({
  track,
  transcribedSample: startSample,
  stintStartMs: -1,
  nextOrdinal: 0,
  isNewStint: true,
});
