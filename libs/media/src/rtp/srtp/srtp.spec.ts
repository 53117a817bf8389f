import { describe, expect, it } from '@jest/globals';
import { nodeSrtpCrypto as crypto } from '../../../test/node-srtp-crypto.js';
import { createRandom, randomBytes } from '../../../test/random.js';
import { writeRtpPacket } from '../rtp-packet.js';
import { writeBye } from '../rtcp-packet.js';
import { deriveSessionKeys, makeCounter } from './session-keys.js';
import { SrtpCipher } from './srtp-cipher.js';
import type { SrtpKeys } from './srtp-crypto.js';
import { SrtpReceiver } from './srtp-receiver.js';
import { SrtpSender } from './srtp-sender.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const hex = (data: Uint8Array | null) => (data === null ? null : Buffer.from(data).toString('hex'));
const keys: SrtpKeys = {
  suite: 'AES_CM_128_HMAC_SHA1_80',
  masterKey: bytes('e1f97a0d3e018be0d64fa32c06de4139'),
  masterSalt: bytes('0ec675ad498afeebb6960b3aabe6'),
};
const otherKeys: SrtpKeys = { ...keys, masterKey: bytes('00112233445566778899aabbccddeeff') };
const wideKeys: SrtpKeys = {
  suite: 'AES_256_CM_HMAC_SHA1_80',
  masterKey: bytes('f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6'),
  masterSalt: bytes('3b04803de51ee7c96423ab5b78d2'),
};
const header = '800f1234decafbadcafebabe';
const plain = bytes(header + 'ab'.repeat(16));

const makePacket = (sequence: number, ssrc = 7) =>
  writeRtpPacket({
    payloadType: 0,
    hasMarker: false,
    sequence: sequence & 0xffff,
    timestamp: sequence * 160,
    ssrc,
    payload: new Uint8Array(20).fill(sequence),
  });

describe('the vectors of RFC 3711, appendix B', () => {
  it('give the session keys of B.3', () => {
    const { cipherKey, authKey, salt } = deriveSessionKeys(keys, crypto, 'RTP');
    expect(hex(cipherKey)).toBe('c61e7a93744f39ee10734afe3ff7a087');
    expect(hex(salt)).toBe('30cbbc08863d8c85d49db34a9ae1');
    expect(hex(authKey)).toBe('cebe321f6ff7716b6fd4ab49af256a156d38baa4');
  });

  it('give the key stream of B.2', () => {
    const counter = makeCounter(bytes('f0f1f2f3f4f5f6f7f8f9fafbfcfd'), 0, 0);
    const sessionKey = bytes('2b7e151628aed2a6abf7158809cf4f3c');
    const stream = crypto.encryptCounterMode(sessionKey, counter, new Uint8Array(48));
    expect(hex(stream)).toBe(
      'e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0',
    );
  });
});

describe('SrtpCipher', () => {
  // The packets that libsrtp makes of the same keys and plain text.
  it.each([
    [keys, '4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb'],
    [{ ...keys, suite: 'AES_CM_128_HMAC_SHA1_32' } as const, '4e55dc4ce79978d88ca4d215949d2402b78d6acc'],
    [wideKeys, 'f1d9de17ff251ff1aa007774b0b4b40da08d9d9a5b3a55d8873b'],
  ])('seals and opens a packet with the keys of case %#', (suiteKeys, sealed) => {
    const cipher = new SrtpCipher(suiteKeys, crypto);
    expect(hex(cipher.sealRtp(plain, 0x1234))).toBe(header + sealed);
    expect(hex(cipher.openRtp(bytes(header + sealed), 0x1234))).toBe(hex(plain));
  });

  it('seals and opens RTCP', () => {
    const cipher = new SrtpCipher(keys, crypto);
    const datagram = bytes('81c8000bcafebabe' + 'ab'.repeat(40));
    const sealed =
      '81c8000bcafebabe7128035be487b9bdbef89041f977a5a8d5efb8816abf868c340e5082be1e90ca6bdd31954a81a47d8000000163a50d16b51439563031';
    expect(hex(cipher.sealRtcp(datagram, 1))).toBe(sealed);
    expect(cipher.openRtcp(bytes(sealed))).toEqual({ bytes: datagram, ssrc: 0xcafe_babe, index: 1 });
  });

  it('puts the identifier of its key before the tag and demands it', () => {
    const named = { ...keys, keyIdentifier: Uint8Array.of(0, 1) };
    const sealed = new SrtpCipher(named, crypto).sealRtp(plain, 0x1234);
    expect(hex(sealed)?.slice(-24)).toBe('0001b78d6acc99ea179b8dbb');
    expect(hex(new SrtpCipher(named, crypto).openRtp(sealed, 0x1234))).toBe(hex(plain));
    const other = { ...keys, keyIdentifier: Uint8Array.of(0, 2) };
    expect(new SrtpCipher(other, crypto).openRtp(sealed, 0x1234)).toBeNull();
  });

  it('opens no packet of which one bit differs', () => {
    const cipher = new SrtpCipher(keys, crypto);
    const sealed = cipher.sealRtp(plain, 0x1234);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(cipher.openRtp(changed, 0x1234)).toBeNull();
    }
  });
});

describe('SrtpReceiver', () => {
  it('opens a stream beyond the wraps of its numbers, in any near order', () => {
    const sender = new SrtpSender(keys, crypto);
    const receiver = new SrtpReceiver(keys, crypto);
    const numbers = Array.from({ length: 1_400 }, (_, at) => 65_000 + at * 100);
    const sealed = numbers.map((number) => sender.sealRtp(makePacket(number)));
    const swapped = sealed.flatMap((packet, at) => (at % 2 === 0 ? [sealed[at + 1] ?? packet, packet] : []));
    expect(swapped.map((packet) => receiver.openRtp(packet)?.length)).toEqual(swapped.map(() => 32));
    expect(receiver.counts).toEqual({ notAuthentic: 0, replayed: 0 });
  });

  it('takes each packet once, and none that is too old to tell', () => {
    const sender = new SrtpSender(keys, crypto);
    const receiver = new SrtpReceiver(keys, crypto);
    const sealed = Array.from({ length: 300 }, (_, at) => sender.sealRtp(makePacket(at)));
    const [first] = sealed as [Uint8Array];
    expect(receiver.openRtp(first)).not.toBeNull();
    expect(receiver.openRtp(first)).toBeNull();
    expect(receiver.openRtp(sealed[299] ?? first)).not.toBeNull();
    expect(receiver.openRtp(sealed[171] ?? first)).toBeNull();
    expect(receiver.openRtp(sealed[172] ?? first)).not.toBeNull();
    expect(receiver.counts).toEqual({ notAuthentic: 0, replayed: 2 });
  });

  it('opens nothing of a peer with another key, and nothing in plain', () => {
    const receiver = new SrtpReceiver(keys, crypto);
    expect(receiver.openRtp(new SrtpSender(otherKeys, crypto).sealRtp(makePacket(1)))).toBeNull();
    expect(receiver.openRtp(makePacket(1))).toBeNull();
    expect(receiver.openRtcp(writeBye(7))).toBeNull();
    expect(receiver.counts.notAuthentic).toBe(3);
  });

  it.each([
    ['goes on counting', 0],
    ['begins its count of wraps again', 65_536],
  ])('loses no packet when the keys change and the sender %s', (_, back) => {
    const receiver = new SrtpReceiver(keys, crypto);
    const [before, after] = [new SrtpSender(keys, crypto), new SrtpSender(otherKeys, crypto)];
    for (const number of [65_530, 65_540]) expect(receiver.openRtp(before.sealRtp(makePacket(number)))).not.toBeNull();
    receiver.changeKeys(otherKeys);
    expect(receiver.openRtp(before.sealRtp(makePacket(65_541)))).not.toBeNull();
    const cipher = new SrtpCipher(otherKeys, crypto);
    for (const number of [65_542, 65_543]) {
      expect(receiver.openRtp(cipher.sealRtp(makePacket(number), number - back))).not.toBeNull();
    }
    expect(receiver.openRtp(before.sealRtp(makePacket(65_544)))).toBeNull();
    expect(after.sealRtcp(writeBye(7)).length).toBe(8 + 14);
  });

  it('opens reports, and none from long ago', () => {
    const sender = new SrtpSender(keys, crypto);
    const receiver = new SrtpReceiver(keys, crypto);
    const sealed = Array.from({ length: 100 }, () => sender.sealRtcp(writeBye(7)));
    expect(hex(receiver.openRtcp(sealed[99] as Uint8Array))).toBe(hex(writeBye(7)));
    expect(receiver.openRtcp(sealed[0] as Uint8Array)).toBeNull();
    expect(receiver.counts).toEqual({ notAuthentic: 0, replayed: 1 });
  });

  it('takes any bytes without an error', () => {
    const next = createRandom(4);
    const receiver = new SrtpReceiver(keys, crypto);
    const inputs = Array.from({ length: 3_000 }, () => randomBytes(next, 48));
    for (const data of inputs) if (data.length > 0) data[0] = 0x80 | ((data[0] ?? 0) & 0x3f);
    const opened = inputs.filter((data) => receiver.openRtp(data) ?? receiver.openRtcp(data));
    expect(opened).toEqual([]);
  });
});
