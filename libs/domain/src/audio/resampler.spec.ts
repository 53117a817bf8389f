import { describe, expect, it } from '@jest/globals';
import { Resampler } from './resampler.js';

const tone = (frequencyHz: number, rateHz: number, length: number, amplitude = 10_000): Int16Array =>
  Int16Array.from({ length }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequencyHz * index) / rateHz)),
  );

function all(resampler: Resampler, input: Int16Array, chunk: number): Int16Array {
  const out: number[] = [];
  for (let at = 0; at < input.length; at += chunk) out.push(...resampler.push(input.subarray(at, at + chunk)));
  out.push(...resampler.flush());
  return Int16Array.from(out);
}

/** Compares bytes: jest looks at each sample as at an object of its own. */
const areEqual = (one: Int16Array, other: Int16Array): boolean =>
  Buffer.from(one.buffer, one.byteOffset, one.byteLength).equals(
    Buffer.from(other.buffer, other.byteOffset, other.byteLength),
  );

/** Root mean square of the middle, without the edges. */
function level(samples: Int16Array, edge: number): number {
  const middle = samples.subarray(edge, samples.length - edge);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

const ratios = [
  [8_000, 16_000],
  [16_000, 8_000],
  [44_100, 16_000],
  [48_000, 16_000],
  [48_000, 8_000],
  [22_050, 16_000],
  [11_025, 8_000],
  [192_000, 8_000],
  [4_000, 16_000],
  [44_057, 16_000],
  [16_000, 16_000],
] as const;

describe('Resampler', () => {
  it.each(ratios)('from %i to %i Hz keeps the level, phase and length of a tone', (fromHz, toHz) => {
    const input = tone(500, fromHz, fromHz);
    const output = all(new Resampler(fromHz, toHz), input, 1_000);
    expect(output).toHaveLength(toHz);
    const expected = tone(500, toHz, toHz);
    const edge = Math.ceil(toHz / 50);
    const error = output.map((sample, index) => sample - (expected[index] ?? 0));
    expect(level(error, edge)).toBeLessThan(level(expected, edge) * 0.005);
  });

  it.each([
    [48_000, 16_000, 10_000],
    [48_000, 8_000, 5_000],
    [44_100, 16_000, 12_000],
    [16_000, 8_000, 6_000],
    [192_000, 8_000, 90_000],
  ])('from %i to %i Hz removes a tone of %i Hz, which would alias', (fromHz, toHz, frequencyHz) => {
    const output = all(new Resampler(fromHz, toHz), tone(frequencyHz, fromHz, fromHz), 999);
    expect(level(output, Math.ceil(toHz / 50))).toBeLessThan((10_000 / Math.SQRT2) * 0.001);
  });

  it('from 8 to 16 kHz leaves no image above 4 kHz', () => {
    const output = all(new Resampler(8_000, 16_000), tone(3_000, 8_000, 8_000), 160);
    const imageHz = 5_000;
    let re = 0;
    let im = 0;
    output.forEach((sample, index) => {
      re += sample * Math.cos((2 * Math.PI * imageHz * index) / 16_000);
      im += sample * Math.sin((2 * Math.PI * imageHz * index) / 16_000);
    });
    expect((2 * Math.hypot(re, im)) / output.length).toBeLessThan(10_000 * 0.001);
  });

  it.each(ratios)('from %i to %i Hz puts an impulse where it was', (fromHz, toHz) => {
    const input = new Int16Array(fromHz);
    const at = Math.round(fromHz / 3);
    input[at] = 30_000;
    const output = all(new Resampler(fromHz, toHz), input, 777);
    const peak = output.indexOf(output.reduce((high, sample) => Math.max(high, sample), 0));
    expect(Math.abs(peak / toHz - at / fromHz)).toBeLessThan(1 / Math.min(fromHz, toHz));
  });

  it.each(ratios)('from %i to %i Hz gives the same samples however the input is cut', (fromHz, toHz) => {
    const input = tone(700, fromHz, Math.round(fromHz / 4) + 3);
    const whole = all(new Resampler(fromHz, toHz), input, input.length);
    const differs = (chunk: number) => !areEqual(all(new Resampler(fromHz, toHz), input, chunk), whole);
    expect(whole.length).toBeGreaterThan(0);
    expect([1, 7, 160, 4_410].filter(differs)).toEqual([]);
  });

  it('starts over after a flush', () => {
    const resampler = new Resampler(8_000, 16_000);
    const input = tone(700, 8_000, 800);
    expect(all(resampler, input, 100)).toEqual(all(resampler, input, 160));
  });

  it.each([
    [8_000, 16_000, 1],
    [44_100, 16_000, 101],
    [48_000, 8_000, 5],
    [44_100, 8_000, 0],
  ])('from %i to %i Hz of %i samples gives the rounded length', (fromHz, toHz, length) => {
    const output = all(new Resampler(fromHz, toHz), new Int16Array(length), 10);
    expect(output).toHaveLength(Math.round((length * toHz) / fromHz));
  });

  it.each(ratios)(
    'from %i to %i Hz does not drift: each second of a periodic sound gives the very same samples',
    (fromHz, toHz) => {
      // Six hours are this second 21,600 times: the only state is the position within the period and the filter's reach.
      const resampler = new Resampler(fromHz, toHz);
      const second = tone(500, fromHz, fromHz);
      resampler.push(second);
      const first = resampler.push(second);
      expect(first).toHaveLength(toHz);
      const differs = () => !areEqual(resampler.push(second), first);
      expect([2, 3, 4].filter(differs)).toEqual([]);
    },
  );

  it('keeps its memory bounded', () => {
    const resampler = new Resampler(48_000, 16_000);
    for (let second = 0; second < 200; second++) resampler.push(new Int16Array(9_600));
    const held = Reflect.get(resampler, 'held') as Float64Array;
    expect(held.length).toBeLessThan(9_600 + 4 * 48);
  });
});
