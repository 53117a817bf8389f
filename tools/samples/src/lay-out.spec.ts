import { describe, expect, it } from '@jest/globals';
import type { Line } from './dialogue.js';
import { layOut } from './lay-out.js';

const voice = { name: 'en', wordsPerMinute: 170, pitch: 50 };
const aCall = (lines: readonly Line[]) =>
  layOut(
    { name: 'd', voices: { CUSTOMER: voice, AGENT: voice }, lines },
    lines.map((line) => ({ line, samples: new Int16Array(1_000).fill(7) })),
    1_000,
  );

describe('layOut', () => {
  it('lets one line follow the other, pause between, each on its side', () => {
    const { customer, agent, script } = aCall([
      { by: 'AGENT', says: 'a', afterMs: 500 },
      { by: 'CUSTOMER', says: 'b' },
    ]);
    expect(script.utterances).toEqual([
      { channel: 'AGENT', startMs: 500, endMs: 1_500, text: 'a' },
      { channel: 'CUSTOMER', startMs: 1_850, endMs: 2_850, text: 'b' },
    ]);
    expect([agent.indexOf(7), agent.lastIndexOf(7)]).toEqual([500, 1_499]);
    expect([customer.indexOf(7), customer.lastIndexOf(7)]).toEqual([1_850, 2_849]);
    expect(customer.length).toBe(agent.length);
  });

  it('lets somebody interrupt, and goes on after whoever spoke last', () => {
    const { script } = aCall([
      { by: 'AGENT', says: 'a', afterMs: 0 },
      { by: 'CUSTOMER', says: 'b', afterMs: -900 },
      { by: 'AGENT', says: 'c', afterMs: 0 },
    ]);
    expect(script.utterances.map(({ startMs }) => startMs)).toEqual([0, 100, 1_100]);
  });
});
