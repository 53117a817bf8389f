import { describe, expect, it } from '@jest/globals';
import { initialBrowserWatch, repairBrowserFrame, watchBrowserFrame } from './browser-repair.js';

/** What LCA's worklet sends for 128 stereo samples: it increments before it writes, so word 0 stays 0 and R127 is lost. */
function brokenFrame(left: readonly number[], right: readonly number[]): Uint8Array {
  const words = new Int16Array(256);
  let index = 0;
  for (let i = 0; i < 128; i++) {
    words[++index] = left[i] ?? 0;
    words[++index] = right[i] ?? 0;
  }
  return new Uint8Array(words.buffer);
}
const ramp = (from: number) => Array.from({ length: 128 }, (_, i) => from + i);
const sounding = brokenFrame(ramp(1_000), ramp(-1_000));
const silent = new Uint8Array(512);
const watchAll = (frames: readonly Uint8Array[]) => frames.reduce(watchBrowserFrame, initialBrowserWatch);
const times = (count: number, frame: Uint8Array) => Array.from({ length: count }, () => frame);

describe('repairBrowserFrame', () => {
  it('restores the samples with left and right swapped, and repeats the sample before the lost one', () => {
    const repaired = new Int16Array(repairBrowserFrame(sounding).buffer);
    expect([...repaired].filter((_, i) => i % 2 === 1)).toEqual(ramp(1_000));
    const right = ramp(-1_000);
    right[127] = right[126] ?? 0;
    expect([...repaired].filter((_, i) => i % 2 === 0)).toEqual(right);
  });

  it('repairs a frame at an odd offset of its buffer', () => {
    const shifted = new Uint8Array(513);
    shifted.set(sounding, 1);
    expect(repairBrowserFrame(shifted.subarray(1))).toEqual(repairBrowserFrame(sounding));
  });
});

describe('watchBrowserFrame', () => {
  it('repairs after 64 suspicious frames with sound, not before', () => {
    expect(watchAll(times(63, sounding)).repairing).toBe(false);
    expect(watchAll(times(64, sounding)).repairing).toBe(true);
  });

  it('does not repair after silence, however long', () => {
    expect(watchAll(times(10_000, silent)).repairing).toBe(false);
    expect(watchAll([...times(40, silent), ...times(24, sounding)]).repairing).toBe(false);
  });

  it('repairs when sound follows a long silence', () => {
    expect(watchAll([...times(1_000, silent), ...times(128, sounding)]).repairing).toBe(true);
  });

  it.each([
    ['another length', new Uint8Array(516)],
    ['a first sample that is not 0', Uint8Array.from(sounding, (byte, i) => (i === 1 ? 1 : byte))],
  ])('ends suspicion and repair at %s', (_, frame) => {
    expect(watchAll([...times(63, sounding), frame, ...times(63, sounding)]).repairing).toBe(false);
    expect(watchAll([...times(64, sounding), frame]).repairing).toBe(false);
  });
});
