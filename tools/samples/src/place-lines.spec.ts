import { describe, expect, it } from '@jest/globals';
import type { Line } from './dialogue.js';
import { placeLines } from './place-lines.js';

const voice = { name: 'en', wordsPerMinute: 170, pitch: 50 };
const placeCall = (lines: readonly Line[]) =>
  placeLines(
    { name: 'd', voices: { CUSTOMER: voice, AGENT: voice }, lines },
    lines.map((line) => ({ line, samples: new Int16Array(1_000).fill(7) })),
    1_000,
  );

describe('placeLines', () => {
  it('places lines one after another with pauses, each on its channel', () => {
    const { customer, agent, script } = placeCall([
      { by: 'AGENT', text: 'a', afterMs: 500 },
      { by: 'CUSTOMER', text: 'b' },
    ]);
    expect(script.utterances).toEqual([
      { channel: 'AGENT', startMs: 500, endMs: 1_500, text: 'a' },
      { channel: 'CUSTOMER', startMs: 1_850, endMs: 2_850, text: 'b' },
    ]);
    expect([agent.indexOf(7), agent.lastIndexOf(7)]).toEqual([500, 1_499]);
    expect([customer.indexOf(7), customer.lastIndexOf(7)]).toEqual([1_850, 2_849]);
    expect(customer.length).toBe(agent.length);
  });

  it('places an interruption over the line before, and the next line after both', () => {
    const { script } = placeCall([
      { by: 'AGENT', text: 'a', afterMs: 0 },
      { by: 'CUSTOMER', text: 'b', afterMs: -900 },
      { by: 'AGENT', text: 'c', afterMs: 0 },
    ]);
    expect(script.utterances.map(({ startMs }) => startMs)).toEqual([0, 100, 1_100]);
  });
});
