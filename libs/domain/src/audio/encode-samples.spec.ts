import { describe, expect, it } from '@jest/globals';
import { decodeSamples } from './decode-samples.js';
import { encodeSamples } from './encode-samples.js';
import { alawTable, mulawTable } from './g711.js';

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe('encodeSamples', () => {
  it('writes linear samples with the low byte first', () => {
    const samples = Int16Array.of(1, -2, 32_767, -32_768);
    expect([...encodeSamples(samples, 'L16')]).toEqual([1, 0, 0xfe, 0xff, 0xff, 0x7f, 0, 0x80]);
    expect([...decodeSamples(encodeSamples(samples.subarray(1), 'L16'), 'L16')]).toEqual([-2, 32_767, -32_768]);
  });

  it('gives back every byte of A-law, and of µ-law except for its second zero', () => {
    expect([...encodeSamples(alawTable.slice(), 'PCMA')]).toEqual([...everyByte]);
    const expected = [...everyByte].map((byte) => (byte === 0x7f ? 0xff : byte));
    expect([...encodeSamples(mulawTable.slice(), 'PCMU')]).toEqual(expected);
  });

  it('is off by half a step of A-law at most', () => {
    const errors = Array.from({ length: 1_770 }, (_, at) => {
      const sample = at * 37 - 32_768;
      const decoded = alawTable[encodeSamples(Int16Array.of(sample), 'PCMA')[0] ?? 0] ?? 0;
      return Math.abs(decoded - sample) / Math.max(8, Math.abs(sample) / 32);
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  });
});
