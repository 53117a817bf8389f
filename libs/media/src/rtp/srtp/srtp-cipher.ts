import { concatBytes } from '../../bytes/concat-bytes.js';
import { findRtpPayload, readUint16, readUint32 } from '../rtp-packet.js';
import { deriveSessionKeys, makeCounter, type SessionKeys } from './session-keys.js';
import { srtpSuites, type SrtpCrypto, type SrtpKeys } from './srtp-crypto.js';

/** RTCP has long tags in every suite (RFC 4568, section 6.2). */
const RTCP_TAG_BYTES = 10;
const RTCP_HEADER_BYTES = 8;
const INDEX_BYTES = 4;
const ENCRYPTED_FLAG = 0x8000_0000;

/** An encrypted RTCP datagram that proved to be authentic. */
export interface OpenedRtcp {
  readonly bytes: Uint8Array;
  readonly ssrc: number;
  readonly index: number;
}

/** Seals and opens the packets of one direction with one master key (RFC 3711). It does not know which packets came before. */
export class SrtpCipher {
  private readonly rtp: SessionKeys;
  private readonly rtcp: SessionKeys;
  private readonly identifier: Uint8Array;
  private readonly tagBytes: number;

  constructor(
    keys: SrtpKeys,
    private readonly crypto: SrtpCrypto,
  ) {
    this.rtp = deriveSessionKeys(keys, crypto, 'RTP');
    this.rtcp = deriveSessionKeys(keys, crypto, 'RTCP');
    this.identifier = keys.keyIdentifier ?? new Uint8Array(0);
    this.tagBytes = srtpSuites[keys.suite].tagBytes;
  }

  /** @param index the sequence number with the count of its wraps above */
  sealRtp(packet: Uint8Array, index: number): Uint8Array {
    const encrypted = this.cryptPayload(packet, findRtpPayload(packet) ?? packet.length, index);
    return concatBytes([encrypted, this.identifier, this.signRtp(encrypted, index)]);
  }

  /** The packet in plain; null if it is not authentic or was sealed with another index. */
  openRtp(packet: Uint8Array, index: number): Uint8Array | null {
    const end = packet.length - this.tagBytes - this.identifier.length;
    const encrypted = packet.subarray(0, Math.max(0, end));
    const payloadStart = findRtpPayload(encrypted);
    if (payloadStart === null || !this.hasIdentifier(packet, end)) return null;
    if (!isEqual(packet.subarray(end + this.identifier.length), this.signRtp(encrypted, index))) return null;
    return this.cryptPayload(encrypted, payloadStart, index);
  }

  /** @param index of the datagram, up to 2^31 - 1 */
  sealRtcp(datagram: Uint8Array, index: number): Uint8Array {
    const encrypted = this.cryptRtcp(datagram, index);
    const signed = concatBytes([encrypted, uint32(ENCRYPTED_FLAG + index)]);
    return concatBytes([signed, this.identifier, this.signRtcp(signed)]);
  }

  /** Null if the datagram is not authentic. */
  openRtcp(datagram: Uint8Array): OpenedRtcp | null {
    const end = datagram.length - RTCP_TAG_BYTES - this.identifier.length;
    const bodyEnd = end - INDEX_BYTES;
    if (bodyEnd < RTCP_HEADER_BYTES || !this.hasIdentifier(datagram, end)) return null;
    const tag = datagram.subarray(end + this.identifier.length);
    if (!isEqual(tag, this.signRtcp(datagram.subarray(0, end)))) return null;
    const trailer = readUint32(datagram, bodyEnd);
    const index = trailer % ENCRYPTED_FLAG;
    const body = datagram.subarray(0, bodyEnd);
    const bytes = trailer >= ENCRYPTED_FLAG ? this.cryptRtcp(body, index) : body;
    return { bytes, ssrc: readUint32(datagram, 4), index };
  }

  private cryptPayload(packet: Uint8Array, payloadStart: number, index: number): Uint8Array {
    const counter = makeCounter(this.rtp.salt, readUint32(packet, 8), index);
    const payload = this.crypto.encryptCounterMode(this.rtp.cipherKey, counter, packet.subarray(payloadStart));
    return concatBytes([packet.subarray(0, payloadStart), payload]);
  }

  private cryptRtcp(datagram: Uint8Array, index: number): Uint8Array {
    const counter = makeCounter(this.rtcp.salt, readUint32(datagram, 4), index);
    const body = this.crypto.encryptCounterMode(this.rtcp.cipherKey, counter, datagram.subarray(RTCP_HEADER_BYTES));
    return concatBytes([datagram.subarray(0, RTCP_HEADER_BYTES), body]);
  }

  private signRtp(encrypted: Uint8Array, index: number): Uint8Array {
    const wraps = uint32(Math.floor(index / 0x1_0000));
    return this.crypto.signSha1(this.rtp.authKey, encrypted, wraps).subarray(0, this.tagBytes);
  }

  private signRtcp(signed: Uint8Array): Uint8Array {
    return this.crypto.signSha1(this.rtcp.authKey, signed).subarray(0, RTCP_TAG_BYTES);
  }

  private hasIdentifier(packet: Uint8Array, at: number): boolean {
    return isEqual(packet.subarray(at, at + this.identifier.length), this.identifier);
  }
}

/** The sequence number and source of a packet, which are never encrypted. Null: too short. */
export const readRtpSource = (packet: Uint8Array): { readonly sequence: number; readonly ssrc: number } | null =>
  packet.length < 12 ? null : { sequence: readUint16(packet, 2), ssrc: readUint32(packet, 8) };

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Takes the same time wherever the bytes differ, so that nobody finds a tag byte by byte. */
function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= (one[at] as number) ^ (other[at] ?? 0);
  return difference === 0;
}
