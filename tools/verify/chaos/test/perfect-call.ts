import { channels, type Channel } from '@earshot/contracts';
import { generatedUtterances } from '@earshot/speech';
import type { CallEvidence, ObservedSegment, StreamEntry } from '../src/check/call-evidence.js';
import { ChaosAudio } from '../src/truth/chaos-audio.js';

const SEED = 'perfect';
const EVERY = 2;
export const DURATION_MS = 20_000;
export const STARTED_AT_MS = 1_000_000;
const LAG_MS = 300;

const idLetter: Record<Channel, string> = { CUSTOMER: 'c', AGENT: 'a' };

function finalsOf(channel: Channel): ObservedSegment[] {
  return generatedUtterances(SEED, channel, 0, DURATION_MS, EVERY).map(({ text, startMs, endMs }, at) => {
    const texts = text.split(' ');
    const wordMs = (endMs - startMs) / texts.length;
    const words = texts.map((word, n) => ({
      text: word,
      startMs: Math.round(startMs + n * wordMs),
      endMs: n === texts.length - 1 ? endMs : Math.round(startMs + (n + 1) * wordMs),
    }));
    return { id: `${idLetter[channel]}-0-${at}`, revision: 3, channel, startMs, endMs, text, words, isPartial: false };
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
  const segments = byTime(channels.flatMap(finalsOf));
  const words = (channel: Channel) =>
    segments.filter((segment) => segment.channel === channel).reduce((sum, { words }) => sum + words.length, 0);
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
      failure: null,
    },
    call: {
      id: callId,
      status: 'ENDED',
      durationMs: DURATION_MS,
      ledger: channels.map((channel) => ({
        channel,
        receivedMs: DURATION_MS,
        transcribedMs: DURATION_MS,
        gapMs: 0,
        gaps: [],
      })),
      problems: [],
      recording: { url: '/recordings/call-1.wav', durationMs: DURATION_MS },
      metrics: { channels: channels.map((channel) => ({ channel, words: words(channel) })) },
      segments,
    },
    stream: [
      { kind: 'snapshot', atMs: STARTED_AT_MS, segments: [] },
      ...segments.flatMap((segment) => [eventOf({ ...segment, revision: 2, isPartial: true }), eventOf(segment)]),
    ],
    recording: new ChaosAudio(callId).createAudio(DURATION_MS).payload,
  };
}
