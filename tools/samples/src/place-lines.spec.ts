import { describe, expect, it } from '@jest/globals';
import type { Line } from './dialogue.js';
import { placeLines } from './place-lines.js';

const voice = { name: 'joe', pace: 1 } as const;
const speakers = {
  customer: { role: 'CUSTOMER', track: 0, voice },
  agent: { role: 'AGENT', track: 1, voice },
} as const;
const placeCall = (lines: readonly Line[]) =>
  placeLines(
    { name: 'd', speakers, lines },
    lines.map((line) => ({ line, samples: new Int16Array(1_000).fill(7) })),
    1_000,
  );

describe('placeLines', () => {
  it('places lines one after another with pauses, each on its track', () => {
    const { tracks, script } = placeCall([
      { by: 'agent', text: 'a', afterMs: 500 },
      { by: 'customer', text: 'b' },
    ]);
    expect(script.utterances).toEqual([
      { track: 1, startMs: 500, endMs: 1_500, text: 'a' },
      { track: 0, startMs: 1_850, endMs: 2_850, text: 'b' },
    ]);
    expect(tracks.map((samples) => [samples.indexOf(7), samples.lastIndexOf(7)])).toEqual([
      [1_850, 2_849],
      [500, 1_499],
    ]);
    expect(new Set(tracks.map(({ length }) => length)).size).toBe(1);
  });

  it('places an interruption over the line before, and the next line after both', () => {
    const { script } = placeCall([
      { by: 'agent', text: 'a', afterMs: 0 },
      { by: 'customer', text: 'b', afterMs: -900 },
      { by: 'agent', text: 'c', afterMs: 0 },
    ]);
    expect(script.utterances.map(({ startMs }) => startMs)).toEqual([0, 100, 1_100]);
  });
});
