import { unwrapTimestamp } from '../../tracks/index.js';
import { ReplayWindow } from './replay-window.js';
import { readRtpSource, SrtpCipher } from './srtp-cipher.js';
import type { SrtpCrypto, SrtpKeys } from './srtp-crypto.js';

export interface SrtpCounts {
  /** Packets that the key does not open: another key, a changed packet, or no SRTP at all. */
  notAuthentic: number;
  /** Copies, and packets that came too late to know that they are none. */
  replayed: number;
}

/** Only authentic packets name a source, so more are a broken peer's. */
const MAX_SOURCES = 16;
const MAX_RTCP_INDEX_LAG = 64;

/**
 * Opens the SRTP and SRTCP packets of one peer, and takes each only once. After `changeKeys` the old key opens packets too, until the
 * first one comes with the new key: those that were on the way are not lost.
 */
export class SrtpReceiver {
  readonly counts: SrtpCounts = { notAuthentic: 0, replayed: 0 };
  private cipher: SrtpCipher;
  private formerCipher: SrtpCipher | null = null;
  private readonly sources = new Map<number, ReplayWindow>();
  private highestRtcpIndex = -1;

  constructor(
    keys: SrtpKeys,
    private readonly crypto: SrtpCrypto,
  ) {
    this.cipher = new SrtpCipher(keys, crypto);
  }

  changeKeys(keys: SrtpKeys): void {
    this.formerCipher = this.cipher;
    this.cipher = new SrtpCipher(keys, this.crypto);
    this.highestRtcpIndex = -1;
  }

  /** The packet in plain; null if it is not authentic, or was taken before. */
  openRtp(packet: Uint8Array): Uint8Array | null {
    const source = readRtpSource(packet);
    if (source === null) return this.refuse('notAuthentic');
    const window = this.sources.get(source.ssrc) ?? new ReplayWindow();
    const index = estimateIndex(source.sequence, window);
    if (!window.accepts(index)) return this.refuse('replayed');
    const current = this.cipher.openRtp(packet, index);
    if (current !== null) return this.take(current, source.ssrc, window, index);
    const restarted = this.openRestarted(packet, source);
    if (restarted !== null) return restarted;
    const former = this.formerCipher?.openRtp(packet, index) ?? null;
    if (former === null) return this.refuse('notAuthentic');
    this.remember(source.ssrc, window, index);
    return former;
  }

  /** The datagram in plain; null if it is not authentic, or was taken before. */
  openRtcp(datagram: Uint8Array): Uint8Array | null {
    const opened = this.cipher.openRtcp(datagram);
    if (opened === null) return this.refuse('notAuthentic');
    // Reports that come twice or late are only out of date, so a full window would be too much.
    if (opened.index <= this.highestRtcpIndex - MAX_RTCP_INDEX_LAG) return this.refuse('replayed');
    this.highestRtcpIndex = Math.max(this.highestRtcpIndex, opened.index);
    return opened.bytes;
  }

  /** RFC 3711 keeps the count of wraps when keys change; some senders begin again at 0. */
  private openRestarted(packet: Uint8Array, { sequence, ssrc }: { sequence: number; ssrc: number }): Uint8Array | null {
    const opened = this.formerCipher === null ? null : this.cipher.openRtp(packet, sequence);
    return opened === null ? null : this.take(opened, ssrc, new ReplayWindow(), sequence);
  }

  private take(opened: Uint8Array, ssrc: number, window: ReplayWindow, index: number): Uint8Array {
    this.formerCipher = null;
    this.remember(ssrc, window, index);
    return opened;
  }

  private remember(ssrc: number, window: ReplayWindow, index: number): void {
    window.add(index);
    if (!this.sources.has(ssrc) && this.sources.size >= MAX_SOURCES) {
      for (const oldest of [...this.sources.keys()].slice(0, 1)) this.sources.delete(oldest);
    }
    this.sources.set(ssrc, window);
  }

  private refuse(kind: keyof SrtpCounts): null {
    this.counts[kind] += 1;
    return null;
  }
}

/** The index that a sequence number most likely means (RFC 3711, section 3.3.1). */
function estimateIndex(sequence: number, window: ReplayWindow): number {
  if (window.highestIndex < 0) return sequence;
  const index = unwrapTimestamp(sequence, window.highestIndex, 16);
  return index < 0 ? index + 0x1_0000 : index;
}
