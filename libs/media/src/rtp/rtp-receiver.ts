import { unwrapTimestamp } from '../tracks/index.js';
import type { MediaClock } from './media-clock.js';
import { ReceptionStatistics } from './reception-statistics.js';
import { ReorderWindow, type ReceivedPacket } from './reorder-window.js';
import type { RtpFormat } from './rtp-format.js';
import { readRtpPacket, type RtpPacket } from './rtp-packet.js';
import { RtpTimeline, type RtpPart } from './rtp-timeline.js';

export interface RtpReceiverOptions {
  readonly payloadTypes: ReadonlyMap<number, RtpFormat>;
  /** All streams of a call share it. */
  readonly clock: MediaClock;
  /** How long a packet waits for one that was sent before it. */
  readonly reorderMs?: number;
}

/** What came and is not in the audio, in packets. */
export interface RtpCounts {
  malformed: number;
  /** Of a payload type that was not agreed on. */
  otherTypes: number;
  duplicates: number;
  late: number;
  lost: number;
  telephoneEvents: number;
  /** A second source that the stream went on with. */
  sourceChanges: number;
  /** Of a source or with a number that no second packet confirmed. */
  strays: number;
}

const DEFAULT_REORDER_MS = 100;
/** RFC 3550, appendix A.1: numbers that are further away are of a restarted sender. */
const MAX_DROPOUT = 3_000;
const MAX_MISORDER = 100;
/** A source that was given up may only return when its successor is silent for this long: two senders would alternate. */
const SUCCESSOR_SILENCE_MS = 500;
const MAX_FORMER_SOURCES = 8;

/**
 * Receives one RTP stream (RFC 3550): puts its packets in order and says what is audio, what is silence and what was lost. It
 * decodes nothing and holds at most the packets of the reorder window. Digits of telephone events (RFC 4733) are counted and
 * go nowhere.
 */
export class RtpReceiver {
  readonly counts: RtpCounts = {
    malformed: 0,
    otherTypes: 0,
    duplicates: 0,
    late: 0,
    lost: 0,
    telephoneEvents: 0,
    sourceChanges: 0,
    strays: 0,
  };
  private readonly timeline: RtpTimeline;
  private readonly formerSources: number[] = [];
  private payloadTypes: ReadonlyMap<number, RtpFormat>;
  private window: ReorderWindow;
  private source: { readonly ssrc: number; readonly statistics: ReceptionStatistics } | undefined;
  /** A packet that does not continue the stream. A second one that continues it makes it the stream. */
  private candidate: ReceivedPacket | undefined;
  private newestSequence = 0;
  private newestTicks = 0;
  private lastPacketMs = -Infinity;

  constructor(private readonly options: RtpReceiverOptions) {
    this.payloadTypes = options.payloadTypes;
    this.timeline = new RtpTimeline(options.clock);
    this.window = this.createWindow();
  }

  /** The source that is received; undefined until its first packet. */
  get ssrc(): number | undefined {
    return this.source?.ssrc;
  }

  /** The counters of the receiver reports; undefined until the first packet. */
  get statistics(): ReceptionStatistics | undefined {
    return this.source?.statistics;
  }

  get timelineCounts(): RtpTimeline['counts'] {
    return this.timeline.counts;
  }

  /** The peers agreed on other payload types. Packets that are held keep the format that they came with. */
  changePayloadTypes(payloadTypes: ReadonlyMap<number, RtpFormat>): void {
    this.payloadTypes = payloadTypes;
  }

  /** The sender announced that it sends nothing until further notice. */
  hold(isHeld: boolean): void {
    this.timeline.hold(isHeld);
  }

  /** The source sent a report: it is alive, though it may send no audio. `middleNtp`: the middle 32 bits of its time. */
  receiveSenderReport(middleNtp: number, nowMs: number): void {
    this.source?.statistics.receiveSenderReport(middleNtp, nowMs);
    this.timeline.confirmSender(nowMs);
  }

  /** Whether it is a packet of a type that was agreed on. */
  canRead(bytes: Uint8Array): boolean {
    const packet = readRtpPacket(bytes);
    return packet !== null && this.payloadTypes.has(packet.payloadType);
  }

  /** Takes one datagram. Wrong ones are counted and change nothing. */
  receivePacket(bytes: Uint8Array, nowMs: number): readonly RtpPart[] {
    const packet = readRtpPacket(bytes);
    if (packet === null) return this.count('malformed');
    const format = this.payloadTypes.get(packet.payloadType);
    if (format === undefined) return this.count('otherTypes');
    if (!this.continuesStream(packet)) return this.considerCandidate(packet, format, nowMs);
    this.dropCandidate();
    return [...this.take(packet, format, nowMs), ...this.releaseUntil(nowMs)];
  }

  /** Call it every 100 ms or more often: gives up packets that do not come, and tells of silence that goes on. */
  tick(nowMs: number): readonly RtpPart[] {
    return [...this.releaseUntil(nowMs), ...this.timeline.tick(nowMs)];
  }

  /** All packets that are still held: the stream ends. */
  flush(): readonly RtpPart[] {
    this.dropCandidate();
    return this.place(this.window.flush());
  }

  private continuesStream({ ssrc, sequence }: RtpPacket): boolean {
    if (this.source === undefined) return true;
    const ahead = unwrapTimestamp(sequence, this.newestSequence, 16) - this.newestSequence;
    return ssrc === this.source.ssrc && ahead > -MAX_MISORDER && ahead < MAX_DROPOUT;
  }

  private considerCandidate(packet: RtpPacket, format: RtpFormat, nowMs: number): readonly RtpPart[] {
    const { ssrc, sequence, timestamp } = packet;
    if (this.formerSources.includes(ssrc) && nowMs - this.lastPacketMs < SUCCESSOR_SILENCE_MS)
      return this.count('strays');
    const first = this.candidate;
    const distance =
      first === undefined ? Infinity : Math.abs(unwrapTimestamp(sequence, first.sequence, 16) - first.sequence);
    if (first === undefined || first.packet.ssrc !== ssrc || distance === 0 || distance >= MAX_MISORDER) {
      this.dropCandidate();
      this.candidate = { packet, format, sequence, timestampTicks: timestamp, arrivalMs: nowMs };
      return [];
    }
    this.candidate = undefined;
    const rest = this.changeSource(ssrc);
    return [
      ...rest,
      ...this.take(first.packet, first.format, first.arrivalMs),
      ...this.take(packet, format, nowMs),
      ...this.releaseUntil(nowMs),
    ];
  }

  /** The stream goes on with another source. Returns what was held of the one before. */
  private changeSource(nextSsrc: number): readonly RtpPart[] {
    const rest = this.place(this.window.flush());
    if (this.source !== undefined && this.source.ssrc !== nextSsrc) this.formerSources.push(this.source.ssrc);
    if (this.formerSources.length > MAX_FORMER_SOURCES) this.formerSources.shift();
    this.counts.sourceChanges += 1;
    this.source = undefined;
    this.window = this.createWindow();
    this.timeline.restart();
    return rest;
  }

  private take(packet: RtpPacket, format: RtpFormat, arrivalMs: number): readonly RtpPart[] {
    if (this.source === undefined) {
      this.newestSequence = packet.sequence;
      this.newestTicks = packet.timestamp;
      const statistics = new ReceptionStatistics(packet.ssrc, packet.sequence);
      this.source = { ssrc: packet.ssrc, statistics };
    }
    const sequence = unwrapTimestamp(packet.sequence, this.newestSequence, 16);
    const timestampTicks = unwrapTimestamp(packet.timestamp, this.newestTicks);
    if (sequence >= this.newestSequence) {
      this.newestSequence = sequence;
      this.newestTicks = timestampTicks;
    }
    this.lastPacketMs = arrivalMs;
    this.source.statistics.countPacket(sequence, timestampTicks, (arrivalMs * format.clockRateHz) / 1_000);
    if (format.encoding === 'TELEPHONE_EVENT') this.counts.telephoneEvents += 1;
    const outcome = this.window.add({ packet, format, sequence, timestampTicks, arrivalMs });
    if (outcome === 'DUPLICATE') return this.count('duplicates');
    return outcome === 'LATE' ? this.count('late') : [];
  }

  private releaseUntil(nowMs: number): readonly RtpPart[] {
    return this.place(this.window.release(nowMs));
  }

  private place(packets: readonly ReceivedPacket[]): readonly RtpPart[] {
    const parts = packets.flatMap((received) => this.timeline.place(received));
    for (const part of parts) if (part.kind === 'lost') this.counts.lost += part.packets;
    return parts;
  }

  private dropCandidate(): void {
    if (this.candidate !== undefined) this.counts.strays += 1;
    this.candidate = undefined;
  }

  private createWindow(): ReorderWindow {
    return new ReorderWindow(this.options.reorderMs ?? DEFAULT_REORDER_MS);
  }

  private count(kind: keyof RtpCounts): readonly RtpPart[] {
    this.counts[kind] += 1;
    return [];
  }
}
