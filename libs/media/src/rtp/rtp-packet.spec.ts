import { describe, expect, it } from '@jest/globals';
import { createRandom, randomBytes } from '../../test/random.js';
import { readRtpPacket, writeRtpPacket } from './rtp-packet.js';

const packet = {
  payloadType: 8,
  hasMarker: true,
  sequence: 65_535,
  timestamp: 4_294_967_295,
  ssrc: 0x8000_0001,
  payload: Uint8Array.of(1, 2, 3, 4),
};
const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('readRtpPacket', () => {
  it('reads what was written, and keeps a view of the payload', () => {
    const bytes = writeRtpPacket(packet);
    const read = readRtpPacket(bytes);
    expect(read).toEqual(packet);
    expect(read?.payload.buffer).toBe(bytes.buffer);
  });

  it('skips contributing sources, the header extension and the padding', () => {
    const bytes = hex('b2 00 0001 00000002 00000003 0000000a 0000000b bede 0001 01020304 a1a2 000003');
    expect(readRtpPacket(bytes)).toMatchObject({ payloadType: 0, sequence: 1, payload: hex('a1a2') });
  });

  it.each([
    ['nothing', ''],
    ['a cut header', '80 00 0001 00000002 000000'],
    ['version 1', '40 00 0001 00000002 00000003'],
    ['contributing sources beyond the end', '82 00 0001 00000002 00000003 0000000a'],
    ['a cut extension header', '90 00 0001 00000002 00000003 bede'],
    ['an extension beyond the end', '90 00 0001 00000002 00000003 bede 0002 01020304'],
    ['padding longer than the payload', 'a0 00 0001 00000002 00000003 ff'],
    ['padding of no bytes', 'a0 00 0001 00000002 00000003 aa00'],
  ])('refuses %s', (_, text) => {
    expect(readRtpPacket(hex(text))).toBeNull();
  });

  it('takes any bytes without an error', () => {
    const next = createRandom(1);
    for (let round = 0; round < 20_000; round++) {
      const bytes = randomBytes(next, 64);
      if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      const read = readRtpPacket(bytes);
      if (read !== null) expect(read.payload.length).toBeLessThanOrEqual(bytes.length - 12);
    }
  });
});
