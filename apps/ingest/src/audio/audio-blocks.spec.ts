import { describe, expect, it } from '@jest/globals';
import { AudioBlocks } from './audio-blocks.js';

const stereo8k = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 } as const;

describe('AudioBlocks', () => {
  it('passes a chunk of 100 ms or more without a copy', () => {
    const chunk = new Uint8Array(3_200);
    expect(new AudioBlocks(stereo8k).push(chunk)[0]).toBe(chunk);
  });

  it('joins smaller chunks in order', () => {
    const blocks = new AudioBlocks(stereo8k);
    expect(blocks.push(new Uint8Array(3_196).fill(1))).toEqual([]);
    expect(blocks.heldBytes).toBe(3_196);
    const [block] = blocks.push(new Uint8Array(8).fill(2));
    expect([block?.length, block?.[3_195], block?.[3_196]]).toEqual([3_204, 1, 2]);
    expect(blocks.heldBytes).toBe(0);
  });

  it('returns the held audio once', () => {
    const blocks = new AudioBlocks(stereo8k);
    blocks.push(new Uint8Array(4));
    expect(blocks.flush().map((block) => block.length)).toEqual([4]);
    expect(blocks.flush()).toEqual([]);
  });

  it.each([
    [stereo8k, 1_040_000],
    [{ codec: 'L16', sampleRateHz: 192_000, channelCount: 2 } as const, 1_047_552],
    [{ codec: 'PCMU', sampleRateHz: 8_000, channelCount: 1 } as const, 262_145],
    [{ codec: 'L16', sampleRateHz: 44_100, channelCount: 1 } as const, 300_002],
  ])('cuts %j of %d bytes at sample frames into parts of at least 100 ms', (format, length) => {
    const chunk = Uint8Array.from({ length }, (_, i) => i & 0xff);
    const parts = new AudioBlocks(format).push(chunk);
    const frameBytes = format.channelCount * (format.codec === 'L16' ? 2 : 1);
    expect(Buffer.compare(Buffer.concat(parts), chunk)).toBe(0);
    for (const part of parts) {
      expect(part.length % frameBytes).toBe(0);
      expect(part.length).toBeLessThan(256 * 1_024 - 1_100);
      expect(part.length / frameBytes / format.sampleRateHz).toBeGreaterThanOrEqual(0.1);
    }
  });
});
