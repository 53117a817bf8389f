import { describe, expect, it } from '@jest/globals';
import { SampleRing } from './sample-ring.js';

/** Two tracks whose samples are their positions, and the negative of them. */
const piece = (fromSample: number, count: number) =>
  Int16Array.from({ length: count * 2 }, (_, at) => (fromSample + (at >> 1)) * (at % 2 === 0 ? 1 : -1));

describe('SampleRing', () => {
  it('gives back every sample at its position, across its end', () => {
    const ring = new SampleRing(2, 100);
    for (let at = 0; at < 990; at += 33) {
      ring.append(piece(at, 33));
      expect(ring.endSample).toBe(at + 33);
      expect(ring.startSample).toBe(Math.max(0, at + 33 - 100));
      for (const from of [ring.startSample, ring.endSample - 20, ring.endSample])
        expect(ring.read(from, 50)).toEqual(piece(from, Math.min(50, ring.endSample - from)));
    }
  });

  it('overwrites the oldest samples, and says which are left', () => {
    const ring = new SampleRing(2, 10);
    ring.append(piece(0, 25));
    expect([ring.startSample, ring.endSample]).toEqual([15, 25]);
    expect(ring.read(15, 99)).toEqual(piece(15, 10));
    expect(() => ring.read(14, 1)).toThrow('not here');
    expect(() => ring.read(26, 1)).toThrow('not here');
  });

  it('gives copies, which later samples do not change', () => {
    const ring = new SampleRing(2, 10);
    ring.append(piece(0, 10));
    const before = ring.read(0, 10);
    ring.append(piece(10, 10));
    expect(before).toEqual(piece(0, 10));
  });
});
