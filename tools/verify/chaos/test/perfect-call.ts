import { exampleParticipants } from '@earshot/contracts';
import { generatedUtterances } from '@earshot/speech';
import type { CallEvidence, ObservedSegment, StreamEntry } from '../src/check/call-evidence.js';
import { tracks } from '../src/truth/expected-words.js';
import { ChaosAudio } from '../src/truth/chaos-audio.js';

const SEED = 'perfect';
const EVERY = 2;
export const DURATION_MS = 20_000;
export const STARTED_AT_MS = 1_000_000;
const LAG_MS = 300;

const participantOn = (track: number) => ({ id: exampleParticipants[track]?.id as string });

function finalsOf(track: number): ObservedSegment[] {
  return generatedUtterances(SEED, track, 0, DURATION_MS, EVERY).map(({ text, startMs, endMs }, at) => {
    const texts = text.split(' ');
    const wordMs = (endMs - startMs) / texts.length;
    const words = texts.map((word, n) => ({
      text: word,
      startMs: Math.round(startMs + n * wordMs),
      endMs: n === texts.length - 1 ? endMs : Math.round(startMs + (n + 1) * wordMs),
    }));
    const participant = participantOn(track);
    return { id: `${track}-0-${at}`, revision: 3, track, participant, startMs, endMs, text, words, isPartial: false };
  });
}

const byTime = (segments: readonly ObservedSegment[]) => [...segments].sort((a, b) => a.startMs - b.startMs);

export const eventOf = (segment: ObservedSegment): StreamEntry => ({
  kind: 'event',
  atMs: STARTED_AT_MS + segment.endMs + LAG_MS,
  segment,
});

/** Builds the evidence of a call without errors. */
export function buildPerfectCall(callId = 'call-1'): CallEvidence {
  const segments = byTime(tracks.flatMap(finalsOf));
  const words = (track: number) =>
    segments.filter((segment) => segment.track === track).reduce((sum, { words }) => sum + words.length, 0);
  return {
    played: {
      callId,
      seed: SEED,
      finalEverySeconds: EVERY,
      startedAtMs: STARTED_AT_MS,
      speed: 1,
      playedMs: DURATION_MS,
      receivedMs: DURATION_MS,
      reconnects: 0,
      disconnectedMs: 0,
      unansweredMs: 0,
      endedAfterMs: DURATION_MS,
      failure: null,
    },
    call: {
      id: callId,
      status: 'ENDED',
      durationMs: DURATION_MS,
      ledger: tracks.map((track) => ({
        track,
        receivedMs: DURATION_MS,
        transcribedMs: DURATION_MS,
        gapMs: 0,
        gaps: [],
      })),
      problems: [],
      recording: { url: '/recordings/call-1.wav', durationMs: DURATION_MS },
      metrics: { channels: tracks.map((track) => ({ participant: participantOn(track), words: words(track) })) },
      segments,
    },
    stream: [
      { kind: 'snapshot', atMs: STARTED_AT_MS, segments: [] },
      ...segments.flatMap((segment) => [eventOf({ ...segment, revision: 2, isPartial: true }), eventOf(segment)]),
    ],
    recording: new ChaosAudio(callId).createAudio(DURATION_MS).payload,
  };
}
