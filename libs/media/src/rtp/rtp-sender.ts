import { SrtpSender, type SrtpCrypto, type SrtpKeys } from './srtp/index.js';
import { writeBye, writeSenderReport } from './rtcp-packet.js';
import { writeRtpPacket } from './rtp-packet.js';

export interface RtpSenderOptions {
  readonly payloadType: number;
  readonly ssrc: number;
  readonly firstSequence?: number;
  readonly firstTimestamp?: number;
  /** Seals every datagram. */
  readonly srtp?: { readonly keys: SrtpKeys; readonly crypto: SrtpCrypto };
}

/** Makes the datagrams of one RTP source, for players and for tests. Whoever calls it sends them, at their time. */
export class RtpSender {
  private readonly seal: SrtpSender | null;
  private payloadType: number;
  private sequence: number;
  private timestamp: number;
  private isTalkStart = true;

  constructor(private readonly options: RtpSenderOptions) {
    const { srtp, payloadType, firstSequence = 0, firstTimestamp = 0 } = options;
    this.seal = srtp === undefined ? null : new SrtpSender(srtp.keys, srtp.crypto);
    this.payloadType = payloadType;
    this.sequence = firstSequence;
    this.timestamp = firstTimestamp;
  }

  changePayloadType(payloadType: number): void {
    this.payloadType = payloadType;
  }

  /** @param ticks how long the payload lasts, in ticks of its clock; 0: it has no time of its own, as comfort noise */
  writePacket(payload: Uint8Array, ticks: number, payloadType = this.payloadType): Uint8Array {
    const packet = writeRtpPacket({
      payloadType,
      hasMarker: this.isTalkStart && ticks > 0,
      sequence: this.sequence & 0xffff,
      timestamp: this.timestamp >>> 0,
      ssrc: this.options.ssrc,
      payload,
    });
    this.sequence += 1;
    this.timestamp += ticks;
    this.isTalkStart = ticks === 0;
    return this.seal?.sealRtp(packet) ?? packet;
  }

  /** Sends nothing for this time: a silence, and no loss. */
  skip(ticks: number): void {
    this.timestamp += ticks;
    this.isTalkStart = true;
  }

  /** @param ntpMs ms since 1900, at the moment of the next packet */
  writeSenderReport(ntpMs: number): Uint8Array {
    const report = writeSenderReport(this.options.ssrc, ntpMs, this.timestamp >>> 0);
    return this.seal?.sealRtcp(report) ?? report;
  }

  writeBye(): Uint8Array {
    const bye = writeBye(this.options.ssrc);
    return this.seal?.sealRtcp(bye) ?? bye;
  }
}
