import { describe, expect, it } from '@jest/globals';
import { decodeSamples, silenceByte } from './decode-samples.js';
import { alawTable, encodeMulaw, mulawTable } from './g711.js';

describe('decodeSamples', () => {
  it.each([0, 1])('reads little-endian L16 at byte offset %i', (offset) => {
    const bytes = Uint8Array.of(
      ...new Array<number>(offset).fill(9),
      0x01,
      0x00,
      0xff,
      0xff,
      0x00,
      0x80,
      0xff,
      0x7f,
      0x55,
    );
    expect([...decodeSamples(bytes.subarray(offset), 'L16')]).toEqual([1, -1, -32_768, 32_767]);
  });

  it('copies the payload', () => {
    const payload = Uint8Array.of(1, 0);
    const samples = decodeSamples(payload, 'L16');
    payload[0] = 7;
    expect(samples[0]).toBe(1);
  });

  // Values of the G.711 tables, scaled to 16 bits.
  it.each([
    ['PCMU', 0xff, 0],
    ['PCMU', 0x7f, 0],
    ['PCMU', 0x00, -32_124],
    ['PCMU', 0x80, 32_124],
    ['PCMU', 0xfe, 8],
    ['PCMU', 0xf0, 120],
    ['PCMU', 0xef, 132],
    ['PCMU', 0x0f, -16_764],
    ['PCMA', 0xd5, 8],
    ['PCMA', 0x55, -8],
    ['PCMA', 0x2a, -32_256],
    ['PCMA', 0xaa, 32_256],
    ['PCMA', 0xc5, 264],
    ['PCMA', 0xd4, 24],
    ['PCMA', 0x80, 5_504],
  ] as const)('decodes %s byte %i to %i', (codec, byte, sample) => {
    expect(decodeSamples(Uint8Array.of(byte), codec)[0]).toBe(sample);
  });

  it.each(['L16', 'PCMU', 'PCMA'] as const)('decodes the silence byte of %s to nearly 0', (codec) => {
    const [sample = NaN] = decodeSamples(new Uint8Array(2).fill(silenceByte(codec)), codec);
    expect(Math.abs(sample)).toBeLessThanOrEqual(8);
  });
});

describe('G.711', () => {
  it('encodes each µ-law value back to its byte, and both zeros to one byte', () => {
    const bytes = encodeMulaw(Int16Array.from(mulawTable));
    for (let byte = 0; byte < 256; byte++) expect(bytes[byte]).toBe(byte === 0x7f ? 0xff : byte);
  });

  it('clips at full scale and stays within half a step', () => {
    expect([...encodeMulaw(Int16Array.of(32_767, -32_768))]).toEqual([0x80, 0x00]);
    for (let sample = -32_000; sample <= 32_000; sample += 37) {
      const [byte = 0] = encodeMulaw(Int16Array.of(sample));
      const error = Math.abs((mulawTable[byte] ?? NaN) - sample);
      expect(error).toBeLessThanOrEqual(Math.max(4, (Math.abs(sample) + 132) / 32));
    }
  });

  it.each([
    ['µ-law', mulawTable, 32_124],
    ['A-law', alawTable, 32_256],
  ] as const)('has a %s table that is symmetric and reaches full scale', (_, table, peak) => {
    for (let byte = 0; byte < 128; byte++) expect((table[byte] ?? 0) + (table[byte + 128] ?? 0)).toBe(0);
    expect(Math.max(...table)).toBe(peak);
  });
});
