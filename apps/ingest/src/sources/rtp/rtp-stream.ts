import {
  isRtcpPacket,
  type MediaClock,
  readRtcpPacket,
  RtpReceiver,
  SrtpReceiver,
  SrtpSender,
  writeReceiverReport,
  type RtcpPart,
  type RtpCounts,
  type RtpFormat,
  type RtpPart,
  type SrtpCounts,
  type SrtpKeys,
} from '@earshot/media/rtp';
import { nodeSrtpCrypto } from './node-srtp-crypto.js';
import { PacketRate } from './packet-rate.js';
import { PeerAddress, type Peer } from './peer-address.js';

/** What the signalling says about one stream. A later one replaces it. */
export interface StreamTerms {
  readonly payloadTypes: ReadonlyMap<number, RtpFormat>;
  /** The keys that the peer seals its packets with. Absent: plain RTP. */
  readonly keys?: SrtpKeys;
  /** The keys of our receiver reports. Without them, a stream with `keys` gets none. */
  readonly ownKeys?: SrtpKeys;
  /** Where the peer wants receiver reports. Absent: at the port above the one that its RTP comes from. */
  readonly rtcpPort?: number;
  /** The peer said that it sends nothing until further notice. */
  readonly isHeld?: boolean;
}

export interface RtpStreamOptions {
  readonly clock: MediaClock;
  /** The source of our receiver reports. */
  readonly ownSsrc: number;
  /** Whether packets from an address are taken at all. */
  allows(address: string): boolean;
}

/** What came on one stream, in packets. */
export interface StreamCounts {
  /** Valid ones. */
  readonly taken: number;
  /** Of these: what is not in the audio, and the reason. */
  readonly receiver: RtpCounts;
  /** Null: the stream is not encrypted. */
  readonly srtp: SrtpCounts | null;
  /** From an address that is not allowed, or that is not the peer's. */
  readonly strangers: number;
  /** More than a stream has. */
  readonly floods: number;
  /** No RTCP, or not authentic. */
  readonly badReports: number;
}

/** Five times the 100 packets a second of audio in packets of 10 ms. */
const MAX_PACKETS_PER_SECOND = 500;
/** The name of a receiver in its reports (RFC 3550, section 6.5.1). It names no machine. */
const CNAME = 'earshot';
const HIGHEST_PORT = 65_535;

/** One RTP stream with its reports: datagrams in, parts of the stream out. It holds no socket. */
export class RtpStream {
  private readonly own = { taken: 0, strangers: 0, floods: 0, badReports: 0 };
  private readonly receiver: RtpReceiver;
  private readonly peer = new PeerAddress();
  private readonly rate: PacketRate;
  private srtp: SrtpReceiver | null;
  private reports: SrtpSender | null;
  private terms: StreamTerms;
  private lastPacketMs: number;
  private hasEnded = false;

  constructor(
    private readonly options: RtpStreamOptions,
    terms: StreamTerms,
    nowMs: number,
  ) {
    this.receiver = new RtpReceiver({ payloadTypes: terms.payloadTypes, clock: options.clock });
    this.rate = new PacketRate(MAX_PACKETS_PER_SECOND, nowMs);
    this.srtp = terms.keys === undefined ? null : new SrtpReceiver(terms.keys, nodeSrtpCrypto);
    this.reports = terms.ownKeys === undefined ? null : new SrtpSender(terms.ownKeys, nodeSrtpCrypto);
    this.terms = terms;
    this.lastPacketMs = nowMs;
    this.receiver.hold(terms.isHeld ?? false);
  }

  get counts(): StreamCounts {
    return { ...this.own, receiver: this.receiver.counts, srtp: this.srtp?.counts ?? null };
  }

  /** When the last valid packet came, or when the stream began. */
  get lastPacketAtMs(): number {
    return this.lastPacketMs;
  }

  /** The peer said goodbye (RTCP BYE). */
  get isEnded(): boolean {
    return this.hasEnded;
  }

  /** The peers agreed on something else. New keys take over with their first packet. */
  change(terms: StreamTerms): void {
    this.receiver.changePayloadTypes(terms.payloadTypes);
    this.receiver.hold(terms.isHeld ?? false);
    if (terms.keys === undefined) this.srtp = null;
    else if (this.srtp === null) this.srtp = new SrtpReceiver(terms.keys, nodeSrtpCrypto);
    else if (terms.keys !== this.terms.keys) this.srtp.changeKeys(terms.keys);
    if (terms.ownKeys !== this.terms.ownKeys) {
      this.reports = terms.ownKeys === undefined ? null : new SrtpSender(terms.ownKeys, nodeSrtpCrypto);
    }
    this.terms = terms;
  }

  /** A datagram that came at the RTP port. RTCP may come there too (RFC 5761). */
  receiveRtp(datagram: Uint8Array, sender: Peer, nowMs: number): readonly RtpPart[] {
    if (isRtcpPacket(datagram)) {
      this.receiveRtcp(datagram, sender, nowMs);
      return [];
    }
    if (!this.admits(sender, nowMs)) return [];
    const packet = this.srtp === null ? datagram : this.srtp.openRtp(datagram);
    if (packet === null) return [];
    if (!this.peer.isPeer(sender) && !this.receiver.canRead(packet)) {
      this.receiver.counts.malformed += 1;
      return [];
    }
    this.peer.follow(sender, nowMs);
    this.lastPacketMs = nowMs;
    this.own.taken += 1;
    return this.receiver.receivePacket(packet, nowMs);
  }

  /** A datagram that came at the RTCP port. */
  receiveRtcp(datagram: Uint8Array, sender: Peer, nowMs: number): void {
    if (!this.admits({ address: sender.address, port: this.peer.current?.port ?? 0 }, nowMs)) return;
    const plain = this.srtp === null ? datagram : this.srtp.openRtcp(datagram);
    const parts = plain === null ? null : readRtcpPacket(plain);
    if (parts === null) {
      this.own.badReports += 1;
      return;
    }
    for (const part of parts) this.performReport(part, nowMs);
  }

  /** Call it about every 100 ms. */
  tick(nowMs: number): readonly RtpPart[] {
    return this.receiver.tick(nowMs);
  }

  /** All parts that still wait for packets before them. */
  flush(): readonly RtpPart[] {
    return this.receiver.flush();
  }

  /** The receiver report that is due, and where to. Null: there is no peer yet, no port to send it to, or no key for it. */
  writeReport(nowMs: number): { readonly datagram: Uint8Array; readonly to: Peer } | null {
    const peer = this.peer.current;
    if (peer === undefined || (this.srtp !== null && this.reports === null)) return null;
    const port = this.terms.rtcpPort ?? peer.port + 1;
    if (port > HIGHEST_PORT) return null;
    const report = this.receiver.statistics?.takeReport(nowMs) ?? null;
    const plain = writeReceiverReport(this.options.ownSsrc, CNAME, report);
    const datagram = this.reports === null ? plain : this.reports.sealRtcp(plain);
    return { datagram, to: { address: peer.address, port } };
  }

  private performReport(part: RtcpPart, nowMs: number): void {
    const { ssrc } = this.receiver;
    if (ssrc === undefined) return;
    if (part.kind === 'bye') this.hasEnded ||= part.ssrcs.includes(ssrc);
    else if (part.ssrc === ssrc) this.receiver.receiveSenderReport(part.middleNtp, nowMs);
  }

  private admits(sender: Peer, nowMs: number): boolean {
    if (!this.rate.take(nowMs)) {
      this.own.floods += 1;
      return false;
    }
    if (this.options.allows(sender.address) && this.peer.admits(sender, this.srtp !== null, nowMs)) return true;
    this.own.strangers += 1;
    return false;
  }
}
