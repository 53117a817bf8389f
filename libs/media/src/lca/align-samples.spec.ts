import { describe, expect, it } from '@jest/globals';
import { alignSamples } from './align-samples.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const nothing = bytes();

describe('alignSamples', () => {
  it.each([
    {
      name: 'whole frames pass as they are',
      rest: nothing,
      chunk: bytes(1, 2, 3, 4),
      frame: 4,
      whole: [[1, 2, 3, 4]],
      left: [],
    },
    { name: 'an empty frame is nothing', rest: nothing, chunk: nothing, frame: 4, whole: [], left: [] },
    { name: 'a tail waits', rest: nothing, chunk: bytes(1, 2, 3, 4, 5), frame: 4, whole: [[1, 2, 3, 4]], left: [5] },
    {
      name: 'a tail is completed',
      rest: bytes(1),
      chunk: bytes(2, 3, 4, 5, 6),
      frame: 4,
      whole: [[1, 2, 3, 4]],
      left: [5, 6],
    },
    { name: 'completed exactly', rest: bytes(1, 2, 3), chunk: bytes(4), frame: 4, whole: [[1, 2, 3, 4]], left: [] },
    { name: 'still not whole', rest: bytes(1), chunk: bytes(2), frame: 4, whole: [], left: [1, 2] },
    { name: 'nothing added to a tail', rest: bytes(1), chunk: nothing, frame: 4, whole: [], left: [1] },
    {
      name: 'tail, middle, tail',
      rest: bytes(1),
      chunk: bytes(2, 3, 4, 5, 6),
      frame: 2,
      whole: [
        [1, 2],
        [3, 4],
        [5, 6],
      ].flat(),
      left: [],
    },
    { name: 'bytes need no alignment', rest: nothing, chunk: bytes(9, 8), frame: 1, whole: [[9, 8]], left: [] },
  ])('$name', ({ rest, chunk, frame, whole, left }) => {
    const aligned = alignSamples(rest, chunk, frame);
    expect(aligned.whole.flatMap((part) => [...part])).toEqual(whole.flat());
    expect([...aligned.rest]).toEqual(left);
  });

  it('gives a view on the received bytes when nothing is cut', () => {
    const chunk = bytes(1, 2, 3, 4);
    expect(alignSamples(nothing, chunk, 4).whole[0]).toBe(chunk);
  });

  it('keeps no view on the received bytes for a tail', () => {
    const chunk = new Uint8Array(1_001);
    expect(alignSamples(nothing, chunk, 4).rest.buffer.byteLength).toBe(1);
  });
});
