import { describe, expect, it } from '@jest/globals';
import { createRandom, randomBytes } from '../../test/random.js';
import { ReceptionStatistics } from './reception-statistics.js';
import { readRtcpPacket, writeBye, writeReceiverReport, writeSenderReport } from './rtcp-packet.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('RTCP', () => {
  it('reads the sender reports and goodbyes of a datagram, and skips the rest', () => {
    const datagram = Buffer.concat([
      writeSenderReport(7, 3_900_000_000_500, 160),
      writeReceiverReport(1, 'a', null),
      writeBye(7),
    ]);
    expect(readRtcpPacket(datagram)).toEqual([
      { kind: 'sender-report', ssrc: 7, ntpMs: 3_900_000_000_500, middleNtp: 0x4700_8000, rtpTimestamp: 160 },
      { kind: 'bye', ssrcs: [7] },
    ]);
  });

  it('writes the report of RFC 3550, section 6.4.2, with a name', () => {
    const statistics = new ReceptionStatistics(7, 100);
    for (const at of [100, 101, 103]) statistics.countPacket(at, at * 160, at * 160);
    statistics.receiveSenderReport(0x1234_5678, 1_000);
    const bytes = writeReceiverReport(0xa, 'earshot', statistics.takeReport(1_500));
    expect(hex(bytes)).toBe(
      ['81c90007 0000000a', '00000007 40000001 00000067 00000000 12345678 00008000', '81ca0004 0000000a 0107']
        .join('')
        .replaceAll(' ', '') + hex(Buffer.from('earshot\0\0\0')),
    );
  });

  it('writes a negative count of lost packets when duplicates outnumber them', () => {
    const statistics = new ReceptionStatistics(7, 100);
    for (const at of [100, 100, 101]) statistics.countPacket(at, at * 160, at * 160);
    const bytes = writeReceiverReport(1, 'a', statistics.takeReport(0));
    expect(hex(bytes).slice(24, 32)).toBe('00ffffff');
  });

  it.each(['', '80c8', '81cb0001', '80c80000', '40c90001 00000000', '80000001 00000000', '80c90009 00000000'])(
    'refuses %j',
    (text) => {
      expect(readRtcpPacket(Buffer.from(text.replaceAll(' ', ''), 'hex'))).toBeNull();
    },
  );

  it('takes any bytes without an error', () => {
    const next = createRandom(2);
    for (let round = 0; round < 20_000; round++) {
      const bytes = randomBytes(next, 80);
      bytes.set([0x80 | Math.floor(next() * 32), 200 + Math.floor(next() * 5), 0].slice(0, bytes.length));
      readRtcpPacket(bytes);
    }
  });
});
