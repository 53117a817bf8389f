import { describe, expect, it } from '@jest/globals';
import {
  MediaClock,
  readRtcpPacket,
  RtpSender,
  SrtpReceiver,
  staticFormats,
  writeBye,
  type SrtpKeys,
} from '@earshot/media/rtp';
import { nodeSrtpCrypto as crypto } from './node-srtp-crypto.js';
import { RtpStream, type StreamTerms } from './rtp-stream.js';

const peer = { address: '192.0.2.1', port: 4_000 };
const other = { address: '192.0.2.2', port: 4_000 };
const plain: StreamTerms = { payloadTypes: staticFormats };
const makeKeys = (byte: number): SrtpKeys => ({
  suite: 'AES_CM_128_HMAC_SHA1_80',
  masterKey: new Uint8Array(16).fill(byte),
  masterSalt: new Uint8Array(14).fill(byte),
});
const open = (terms = plain, allows = (_address: string) => true) =>
  new RtpStream({ clock: new MediaClock(8_000, 0), ownSsrc: 1, allows }, terms, 0);
const createSender = (ssrc = 7, keys?: SrtpKeys, firstSequence = 0) =>
  new RtpSender({ payloadType: 0, ssrc, firstSequence, ...(keys && { srtp: { keys, crypto } }) });
const audio = new Uint8Array(160);

describe('RtpStream', () => {
  it('is received from the sender of its first valid packet', () => {
    const stream = open();
    const [sender, stranger] = [createSender(), createSender(8)];
    stream.receiveRtp(Uint8Array.of(1, 2, 3), other, 0);
    stream.receiveRtp(sender.writePacket(audio, 160), peer, 0);
    stream.receiveRtp(stranger.writePacket(audio, 160), other, 10);
    stream.receiveRtp(stranger.writePacket(audio, 160), { ...peer, port: 4_002 }, 10);
    stream.receiveRtp(sender.writePacket(audio, 160), peer, 20);
    expect(stream.counts).toMatchObject({ taken: 2, strangers: 2 });
    expect(stream.counts.receiver).toMatchObject({ malformed: 1, sourceChanges: 0 });
  });

  it('follows another address when the one before is silent', () => {
    const stream = open();
    const sender = createSender();
    stream.receiveRtp(sender.writePacket(audio, 160), peer, 0);
    stream.receiveRtp(sender.writePacket(audio, 160), other, 999);
    stream.receiveRtp(sender.writePacket(audio, 160), other, 1_000);
    stream.receiveRtp(sender.writePacket(audio, 160), other, 1_020);
    expect(stream.counts).toMatchObject({ taken: 3, strangers: 1 });
  });

  it('takes nothing from addresses that are not allowed', () => {
    const stream = open(plain, (address) => address === peer.address);
    stream.receiveRtp(createSender().writePacket(audio, 160), other, 0);
    stream.receiveRtp(createSender().writePacket(audio, 160), peer, 0);
    expect(stream.counts).toMatchObject({ taken: 1, strangers: 1 });
  });

  it('drops a flood and goes on with the call', () => {
    const stream = open();
    const sender = createSender();
    for (let at = 0; at < 5_000; at++) stream.receiveRtp(sender.writePacket(audio, 160), peer, 0);
    expect(stream.counts).toMatchObject({ taken: 500, floods: 4_500 });
    stream.receiveRtp(sender.writePacket(audio, 160), peer, 100);
    expect(stream.counts.taken).toBe(501);
  });

  describe('with encryption', () => {
    const keys = makeKeys(1);
    const ownKeys = makeKeys(2);
    const sealed: StreamTerms = { ...plain, keys, ownKeys, rtcpPort: 4_009 };

    it('takes authentic packets from wherever they come, and nothing in plain', () => {
      const stream = open(sealed);
      const sender = createSender(7, keys);
      stream.receiveRtp(sender.writePacket(audio, 160), peer, 0);
      const packet = sender.writePacket(audio, 160);
      stream.receiveRtp(packet, other, 20);
      stream.receiveRtp(packet, other, 20);
      stream.receiveRtp(createSender(7, undefined, 5).writePacket(audio, 160), peer, 30);
      stream.receiveRtp(createSender(7, makeKeys(3), 5).writePacket(audio, 160), peer, 40);
      expect(stream.counts).toMatchObject({ taken: 2, srtp: { notAuthentic: 2, replayed: 1 } });
    });

    it('changes its keys without a lost packet', () => {
      const stream = open(sealed);
      const [before, after] = [createSender(7, keys), createSender(7, makeKeys(3))];
      stream.receiveRtp(before.writePacket(audio, 160), peer, 0);
      after.writePacket(audio, 160);
      const onTheWay = before.writePacket(audio, 160);
      after.writePacket(audio, 160);
      stream.change({ ...sealed, keys: makeKeys(3) });
      stream.receiveRtp(onTheWay, peer, 20);
      stream.receiveRtp(after.writePacket(audio, 160), peer, 40);
      expect(stream.counts.taken).toBe(3);
    });

    it('seals its reports with its own key, and sends none without one', () => {
      const stream = open(sealed);
      stream.receiveRtp(createSender(7, keys).writePacket(audio, 160), peer, 0);
      const report = stream.writeReport(5_000);
      expect(report?.to).toEqual({ address: peer.address, port: 4_009 });
      const opened = new SrtpReceiver(ownKeys, crypto).openRtcp(report?.datagram ?? new Uint8Array(0));
      expect(opened?.length).toBe(32 + 20);
      const { ownKeys: _, ...withoutOwn } = sealed;
      stream.change(withoutOwn);
      expect(stream.writeReport(10_000)).toBeNull();
    });

    it('ends with an authentic goodbye only', () => {
      const stream = open(sealed);
      const sender = createSender(7, keys);
      stream.receiveRtp(sender.writePacket(audio, 160), peer, 0);
      stream.receiveRtcp(writeBye(7), peer, 10);
      expect([stream.isEnded, stream.counts.badReports]).toEqual([false, 1]);
      stream.receiveRtp(sender.writeBye(), peer, 20);
      expect(stream.isEnded).toBe(true);
    });
  });

  it('reports what it received to the port above that of the audio', () => {
    const stream = open();
    expect(stream.writeReport(0)).toBeNull();
    const sender = createSender();
    stream.receiveRtp(sender.writePacket(audio, 160), peer, 0);
    stream.receiveRtcp(sender.writeSenderReport(3_900_000_000_500), { ...peer, port: 4_001 }, 100);
    const report = stream.writeReport(600);
    expect(report?.to).toEqual({ address: peer.address, port: 4_001 });
    const view = Buffer.from(report?.datagram ?? []);
    expect([view.readUInt32BE(4), view.readUInt32BE(8)]).toEqual([1, 7]);
    expect([view.readUInt32BE(24), view.readUInt32BE(28)]).toEqual([0x4700_8000, 32_768]);
    expect(readRtcpPacket(view)).toEqual([]);
  });

  it.each<[string, Partial<StreamTerms>, number]>([
    ['above the highest port', {}, 65_535],
    ['that the signalling names', { rtcpPort: 65_536 }, 4_000],
  ])('sends no report to a port %s, which does not exist', (_, terms, port) => {
    const stream = open({ ...plain, ...terms });
    stream.receiveRtp(createSender().writePacket(audio, 160), { ...peer, port }, 0);
    expect(stream.counts.taken).toBe(1);
    expect(stream.writeReport(5_000)).toBeNull();
  });

  it('ignores the goodbye of another source', () => {
    const stream = open();
    stream.receiveRtp(createSender().writePacket(audio, 160), peer, 0);
    stream.receiveRtcp(writeBye(8), peer, 10);
    stream.receiveRtcp(writeBye(7), other, 10);
    stream.receiveRtcp(Uint8Array.of(1), peer, 10);
    expect(stream.isEnded).toBe(false);
    expect(stream.counts).toMatchObject({ badReports: 1, strangers: 1 });
  });
});
