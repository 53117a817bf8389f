import { describe, expect, it } from '@jest/globals';
import { BlockInterleaver } from './block-interleaver.js';

/** Quanta of 128 samples, as an AudioWorklet gets them. Each sample of each track is another number. */
const quantum = (at: number, track: number) =>
  Float32Array.from({ length: 128 }, (_, i) => (track === 0 ? 1 : -1) * ((at * 128 + i) / 32_767));

describe('BlockInterleaver', () => {
  it('loses, shifts and swaps no sample, whatever the length of a block', () => {
    for (const blockSamples of [1, 100, 128, 441, 4_800]) {
      const interleaver = new BlockInterleaver(2, blockSamples);
      const blocks = Array.from({ length: 100 }, (_, at) =>
        interleaver.add([quantum(at, 0), quantum(at, 1)], 128),
      ).flat();
      const rest = interleaver.flush();
      const all = [...blocks, ...(rest === null ? [] : [rest])];
      expect(all.flatMap(({ samples }) => [...samples])).toEqual(
        Array.from({ length: 12_800 }, (_, at) => [at, at === 0 ? -0 : -at])
          .flat()
          .map((value) => value + 0),
      );
      expect(blocks.every(({ samples }) => samples.length === 2 * blockSamples)).toBe(true);
      expect(all.map(({ fromSample }) => fromSample)).toEqual(all.map((_, at) => at * blockSamples));
      expect(interleaver.flush()).toBeNull();
    }
  });

  it('keeps a track without a source silent, in time', () => {
    const interleaver = new BlockInterleaver(2, 128);
    const [block] = interleaver.add([undefined, new Float32Array(128).fill(0.5)], 128);
    expect([...(block?.samples ?? [])].filter((_, at) => at % 2 === 0).every((value) => value === 0)).toBe(true);
    expect(block?.samples[255]).toBe(16_384);
    expect(block?.peaks).toEqual([0, 0.5]);
  });

  it('clips what is too loud', () => {
    const [block] = new BlockInterleaver(1, 2).add([Float32Array.of(3, -3)], 2);
    expect([...(block?.samples ?? [])]).toEqual([32_767, -32_767]);
    expect(block?.peaks).toEqual([1]);
  });
});
