import { describe, expect, it } from '@jest/globals';
import { addLineNoise, hashText, passThroughTelephone } from './telephone-line.js';

const RATE_HZ = 8_000;
const tone = (hz: number) =>
  Int16Array.from({ length: RATE_HZ }, (_, at) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * at) / RATE_HZ)));
const add = (one: Int16Array, other: Int16Array) => one.map((sample, at) => sample + (other[at] ?? 0));
/** Level of a frequency in the middle of the samples, where the filter does not reach the edges. */
function levelAt(samples: Int16Array, hz: number): number {
  const middle = samples.subarray(2_000, 6_000);
  const sum = (wave: (angle: number) => number) =>
    middle.reduce((total, sample, at) => total + sample * wave((2 * Math.PI * hz * at) / RATE_HZ), 0);
  return Math.hypot(sum(Math.cos), sum(Math.sin)) / middle.length;
}

describe('passThroughTelephone', () => {
  it.each([100, 200, 3_600, 3_800])('takes out %i Hz', (hz) => {
    const line = passThroughTelephone(add(tone(1_000), tone(hz)), RATE_HZ);
    expect(levelAt(line, hz) / levelAt(line, 1_000)).toBeLessThan(0.01);
  });

  it.each([500, 3_000])('keeps %i Hz', (hz) => {
    const line = passThroughTelephone(add(tone(1_000), tone(hz)), RATE_HZ);
    expect(levelAt(line, hz) / levelAt(line, 1_000)).toBeCloseTo(1, 1);
  });

  it('gives loud and quiet speech one level, and drops the silence around it', () => {
    const quiet = new Int16Array(3 * RATE_HZ);
    quiet.set(
      tone(1_000).map((sample) => sample >> 4),
      RATE_HZ,
    );
    const line = passThroughTelephone(quiet, RATE_HZ);
    expect(Math.abs(line.length - RATE_HZ)).toBeLessThan(200);
    expect(Math.max(...line)).toBeGreaterThan(4_000);
  });
});

describe('addLineNoise', () => {
  const silence = new Int16Array(RATE_HZ);

  it('is quiet, and the same for a seed', () => {
    const noise = addLineNoise(silence, 1);
    const level = Math.sqrt(noise.reduce((sum, sample) => sum + sample ** 2, 0) / noise.length);
    expect(level).toBeGreaterThan(18);
    expect(level).toBeLessThan(22);
    expect(addLineNoise(silence, 1)).toEqual(noise);
    expect(addLineNoise(silence, 2)).not.toEqual(noise);
  });

  it('does not leave the range of samples', () => {
    const noise = addLineNoise(new Int16Array(1_000).fill(32_767), 1);
    expect(Math.min(...noise)).toBeGreaterThan(32_600);
  });
});

it('gives texts different numbers', () => {
  expect(new Set(['', 'a', 'b', 'ab', 'ba'].map(hashText)).size).toBe(5);
});
