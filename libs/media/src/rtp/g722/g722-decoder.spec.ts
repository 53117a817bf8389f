import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../test/random.js';
import { G722Decoder } from './g722-decoder.js';

const next = createRandom(722);
const bytes = Uint8Array.from({ length: 2_000 }, () => Math.floor(next() * 256));

describe('G722Decoder', () => {
  // The values are those of libg722 for the same bytes.
  it('decodes bit by bit as the recommendation says', () => {
    const samples = new G722Decoder().decode(bytes);
    expect(samples.length).toBe(4_000);
    expect([...samples.subarray(0, 12)]).toEqual([-1, 0, 0, -1, -1, 2, -1, -5, 2, 11, -11, -53]);
    expect([...samples.subarray(3_988)]).toEqual([
      -12526, 8762, 3275, 22699, 8209, -526, 4993, 8520, 25169, 6869, -6909, 81,
    ]);
    expect(samples.reduce((sum, sample, at) => (sum + sample * (at + 1)) | 0, 0)).toBe(-2039359876);
  });

  it('gives the same samples however the bytes are cut', () => {
    const whole = new G722Decoder().decode(bytes);
    const decoder = new G722Decoder();
    const parts = [0, 1, 3, 160, 161, 2_000].map((end, at, ends) =>
      decoder.decode(bytes.subarray(ends[at - 1] ?? 0, end)),
    );
    expect(parts.flatMap((part) => [...part])).toEqual([...whole]);
  });
});
