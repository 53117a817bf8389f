import { describe, expect, it } from '@jest/globals';
import { deinterleave } from './deinterleave.js';

describe('deinterleave', () => {
  it.each([
    ['one track', [1, 2, 3], 1, [[1, 2, 3]]],
    [
      'two tracks',
      [1, -1, 2, -2],
      2,
      [
        [1, 2],
        [-1, -2],
      ],
    ],
    ['two tracks whose last sample is incomplete', [1, -1, 2], 2, [[1], [-1]]],
    ['nothing', [], 2, [[], []]],
  ])('splits %s', (_, samples, channelCount, expected) => {
    expect(deinterleave(Int16Array.from(samples), channelCount).map((one) => [...one])).toEqual(expected);
  });

  it('splits two tracks at any memory offset', () => {
    const memory = Int16Array.from([9, 1, -1, 32_767, -32_768]);
    expect(deinterleave(memory.subarray(1), 2).map((one) => [...one])).toEqual([
      [1, 32_767],
      [-1, -32_768],
    ]);
    expect(deinterleave(Int16Array.from([1, -1, 32_767, -32_768]), 2).map((one) => [...one])).toEqual([
      [1, 32_767],
      [-1, -32_768],
    ]);
  });
});
