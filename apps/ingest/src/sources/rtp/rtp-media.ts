import { err, ok, type Result } from '@earshot/contracts';
import { msToSamples } from '@earshot/domain';
import {
  findRtpProblems,
  MediaClock,
  type CallAudioFormat,
  type PacketCounts,
  type RtpPart,
  type RtpProblemCode,
} from '@earshot/media/rtp';
import { TrackJoiner, type DroppedPieces, type JoinedAudio } from '@earshot/media/tracks';
import type { Clock } from '@earshot/ports';
import type { RtpPortPair, RtpPorts } from './rtp-ports.js';
import { RtpStream, type StreamCounts, type StreamTerms } from './rtp-stream.js';
import { TrackDecoder } from './track-decoder.js';

export interface RtpMediaOptions {
  readonly ports: RtpPorts;
  readonly clock: Clock;
  readonly trackCount: number;
  readonly format: CallAudioFormat;
  /** Plain RTP is refused. */
  readonly needsEncryption: boolean;
  /** Whether packets from an address are taken. */
  allows(address: string): boolean;
  /** A random number of 32 bits. */
  newSsrc(): number;
}

export type RtpRefusalCode = 'RTP_PORTS_USED_UP' | 'ENCRYPTION_REQUIRED';

/** Where a stream is received. */
export type StreamPorts = Pick<RtpPortPair, 'rtpPort' | 'rtcpPort'>;

interface OpenStream {
  readonly stream: RtpStream;
  readonly decoder: TrackDecoder;
  readonly pair: RtpPortPair;
}

const TICK_MS = 100;
/** RFC 3550, section 6.2: the shortest time between two reports. */
const REPORT_MS = 5_000;
/** Silence of a track that has no stream is joined this long after its time, as that of a stream on hold. */
const SILENCE_DELAY_MS = 200;
/** Nothing of a call came for this long. Ingest fills short gaps with silence, so many short ones would be a long silence. */
const SILENT_CALL_MS = 1_500;

/**
 * The RTP streams of one call, each on its track. Hands out their joined audio and what is missing. The clock of the call begins when
 * the object is made.
 */
export class RtpMedia {
  private readonly joiner: TrackJoiner;
  private readonly streams = new Map<number, OpenStream>();
  /** Tracks that nobody sends any more. One that had no stream yet is missing, not silent. */
  private readonly silentTracks = new Set<number>();
  private readonly originMs: number;
  private readonly mediaClock: MediaClock;
  private lastReportMs: number;
  private cancelTick: () => void;
  private readonly knownProblems = new Set<RtpProblemCode>();
  private isClosed = false;

  constructor(
    private readonly options: RtpMediaOptions,
    private readonly onJoined: (joined: readonly JoinedAudio[]) => void,
    /** Hears of each problem once, within five seconds. */
    private readonly onProblem: (code: RtpProblemCode) => void = () => undefined,
  ) {
    const { clock, trackCount, format } = options;
    this.joiner = new TrackJoiner({ trackCount, ...format });
    this.originMs = clock.nowMs();
    this.mediaClock = new MediaClock(format.sampleRateHz, this.originMs);
    this.lastReportMs = this.originMs;
    this.cancelTick = clock.schedule(TICK_MS, () => this.tick());
  }

  /** When the last packet of any stream came; the beginning if none did. A call whose streams are all silent for long is over. */
  get lastPacketAtMs(): number {
    return Math.max(this.originMs, ...[...this.streams.values()].map(({ stream }) => stream.lastPacketAtMs));
  }

  /** Whether every stream said goodbye. */
  get isEnded(): boolean {
    return this.streams.size > 0 && [...this.streams.values()].every(({ stream }) => stream.isEnded);
  }

  get droppedSamples(): DroppedPieces {
    return this.joiner.dropped;
  }

  countsOf(track: number): StreamCounts | undefined {
    return this.streams.get(track)?.stream.counts;
  }

  /** Begins to receive a track. */
  async openStream(track: number, terms: StreamTerms): Promise<Result<StreamPorts, RtpRefusalCode>> {
    if (this.isRefused(terms)) return err('ENCRYPTION_REQUIRED');
    if (this.streams.has(track)) throw new RangeError(`track ${track} has a stream`);
    const { ports, clock, format } = this.options;
    const pair = await ports.openPair();
    if (pair === null) return err('RTP_PORTS_USED_UP');
    if (this.isClosed) {
      await pair.close();
      return err('RTP_PORTS_USED_UP');
    }
    const { allows, newSsrc } = this.options;
    const streamOptions = { clock: this.mediaClock, ownSsrc: newSsrc(), allows };
    const stream = new RtpStream(streamOptions, terms, clock.nowMs());
    const open = { stream, decoder: new TrackDecoder(format), pair };
    this.streams.set(track, open);
    this.silentTracks.delete(track);
    pair.rtp.on('message', (datagram, sender) => {
      if (this.streams.get(track) === open)
        this.deliver(track, open, stream.receiveRtp(datagram, sender, clock.nowMs()));
    });
    pair.rtcp.on('message', (datagram, sender) => stream.receiveRtcp(datagram, sender, clock.nowMs()));
    // A peer that does not listen for our reports is no error of the call.
    for (const socket of [pair.rtp, pair.rtcp]) socket.on('error', () => undefined);
    return ok({ rtpPort: pair.rtpPort, rtcpPort: pair.rtcpPort });
  }

  /** The peers agreed on something else for a stream: other codecs, new keys, on hold or not. */
  changeStream(track: number, terms: StreamTerms): Result<StreamPorts, RtpRefusalCode> {
    const open = this.streams.get(track);
    if (open === undefined) throw new RangeError(`track ${track} has no stream`);
    if (this.isRefused(terms)) return err('ENCRYPTION_REQUIRED');
    open.stream.change(terms);
    return ok({ rtpPort: open.pair.rtpPort, rtcpPort: open.pair.rtcpPort });
  }

  /** Nobody sends this track any more: it is silent until another stream opens. Resolves when its ports are free. */
  async closeStream(track: number): Promise<void> {
    const open = this.streams.get(track);
    if (open === undefined) return;
    this.endStream(track, open);
    this.silentTracks.add(track);
    await open.pair.close();
  }

  /** Hands out all audio that is left. Resolves when all ports are free. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelTick();
    this.reportProblems();
    const pairs = [...this.streams.values()].map(({ pair }) => pair);
    for (const [track, open] of this.streams) this.endStream(track, open);
    this.handOut(this.joiner.flush());
    await Promise.all(pairs.map((pair) => pair.close()));
  }

  private isRefused({ keys }: StreamTerms): boolean {
    return this.options.needsEncryption && keys === undefined;
  }

  private tick(): void {
    const nowMs = this.options.clock.nowMs();
    for (const [track, open] of this.streams) this.deliver(track, open, open.stream.tick(nowMs));
    for (const track of this.silentTracks) {
      const toSample = this.mediaClock.sampleAt(nowMs - SILENCE_DELAY_MS);
      const { positionSample } = this.joiner;
      if (toSample > positionSample) this.handOut(this.joiner.receiveSilence(track, positionSample, toSample));
    }
    this.declareSilence(this.mediaClock.sampleAt(nowMs));
    if (nowMs - this.lastReportMs >= REPORT_MS) this.sendReports(nowMs);
    this.cancelTick = this.options.clock.schedule(TICK_MS, () => this.tick());
  }

  /** Only for a call of which nothing comes: each track that lags behind another is declared without it. */
  private declareSilence(dueSample: number): void {
    const missing = dueSample - this.joiner.positionSample;
    if (missing >= msToSamples(SILENT_CALL_MS, this.options.format.sampleRateHz))
      this.handOut(this.joiner.advanceTo(dueSample));
  }

  private reportProblems(): void {
    for (const { stream, decoder } of this.streams.values()) {
      for (const code of findRtpProblems(countPackets(stream.counts, decoder))) {
        if (this.knownProblems.has(code)) continue;
        this.knownProblems.add(code);
        this.onProblem(code);
      }
    }
  }

  private sendReports(nowMs: number): void {
    this.lastReportMs = nowMs;
    this.reportProblems();
    for (const { stream, pair } of this.streams.values()) {
      const report = stream.writeReport(nowMs);
      if (report !== null) pair.rtcp.send(report.datagram, report.to.port, report.to.address, () => undefined);
    }
  }

  private deliver(track: number, { decoder }: OpenStream, parts: readonly RtpPart[]): void {
    for (const part of parts) {
      const pieces = part.kind === 'audio' ? decoder.decode(part) : decoder.finishSpan();
      for (const { fromSample, samples } of pieces) this.handOut(this.joiner.receive(track, fromSample, samples));
      if (part.kind === 'silence') this.handOut(this.joiner.receiveSilence(track, part.fromSample, part.toSample));
    }
  }

  private endStream(track: number, open: OpenStream): void {
    this.deliver(track, open, open.stream.flush());
    for (const { fromSample, samples } of open.decoder.finishSpan()) {
      this.handOut(this.joiner.receive(track, fromSample, samples));
    }
    open.decoder.close();
    this.streams.delete(track);
  }

  private handOut(joined: readonly JoinedAudio[]): void {
    if (joined.length > 0) this.onJoined(joined);
  }
}

function countPackets(counts: StreamCounts, decoder: TrackDecoder): PacketCounts {
  const { receiver, srtp, taken, strangers, floods } = counts;
  const { lost, otherTypes } = receiver;
  const malformed = receiver.malformed + decoder.brokenPayloads;
  return { taken, lost, notAuthentic: srtp?.notAuthentic ?? 0, strangers, floods, otherTypes, malformed };
}
