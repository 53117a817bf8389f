import { describe, expect, it } from '@jest/globals';
import { alignSamples } from './align-samples.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const noBytes = bytes();

describe('alignSamples', () => {
  it.each([
    {
      name: 'passes whole frames unchanged',
      rest: noBytes,
      chunk: bytes(1, 2, 3, 4),
      frame: 4,
      whole: [[1, 2, 3, 4]],
      left: [],
    },
    { name: 'ignores an empty message', rest: noBytes, chunk: noBytes, frame: 4, whole: [], left: [] },
    {
      name: 'keeps a partial frame',
      rest: noBytes,
      chunk: bytes(1, 2, 3, 4, 5),
      frame: 4,
      whole: [[1, 2, 3, 4]],
      left: [5],
    },
    {
      name: 'completes a partial frame and keeps the next one',
      rest: bytes(1),
      chunk: bytes(2, 3, 4, 5, 6),
      frame: 4,
      whole: [[1, 2, 3, 4]],
      left: [5, 6],
    },
    {
      name: 'completes a partial frame exactly',
      rest: bytes(1, 2, 3),
      chunk: bytes(4),
      frame: 4,
      whole: [[1, 2, 3, 4]],
      left: [],
    },
    { name: 'adds to a frame that stays partial', rest: bytes(1), chunk: bytes(2), frame: 4, whole: [], left: [1, 2] },
    {
      name: 'keeps a partial frame when an empty message comes',
      rest: bytes(1),
      chunk: noBytes,
      frame: 4,
      whole: [],
      left: [1],
    },
    {
      name: 'completes a partial frame and passes the rest',
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
    {
      name: 'passes one-byte samples unchanged',
      rest: noBytes,
      chunk: bytes(9, 8),
      frame: 1,
      whole: [[9, 8]],
      left: [],
    },
  ])('$name', ({ rest, chunk, frame, whole, left }) => {
    const aligned = alignSamples(rest, chunk, frame);
    expect(aligned.whole.flatMap((part) => [...part])).toEqual(whole.flat());
    expect([...aligned.rest]).toEqual(left);
  });

  it('returns a view of the received bytes when they are whole frames', () => {
    const chunk = bytes(1, 2, 3, 4);
    expect(alignSamples(noBytes, chunk, 4).whole[0]).toBe(chunk);
  });

  it('copies a partial frame out of the received bytes', () => {
    const chunk = new Uint8Array(1_001);
    expect(alignSamples(noBytes, chunk, 4).rest.buffer.byteLength).toBe(1);
  });
});
