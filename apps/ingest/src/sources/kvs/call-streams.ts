import {
  JoinedStreams,
  type LegAction,
  type PlacedAudio,
  type ReadStream,
  type StreamPart,
  type StreamTrack,
} from '@earshot/media/kvs';
import type { JoinedAudio } from '@earshot/media/tracks';
import { StreamReader, type StreamTools } from './stream-reader.js';

export type OpenStream = Extract<LegAction, { readonly kind: 'open-stream' }>;

/** What the owner of a call hears of its streams. */
export interface CallStreamsListener {
  /** A piece came, before it is joined. */
  onPiece(bytes: number): void;
  onJoined(joined: readonly JoinedAudio[]): void;
  /** A stream that carries the call now carries another one. */
  onRecycled(): void;
  /** Every stream was read to the end that was announced. */
  onDrained(): void;
  onUnreadable(): void;
}

export const SAMPLE_RATE_HZ = 8_000;
export const TRACKS = 2;
/** A track whose audio is this much ahead of one that catches up waits for it. */
const LONGEST_LEAD_MS = 10_000;
/** The others wait this long for a track whose session was cut. */
const LONGEST_WAIT_MS = 30_000;
/** The same for a track of which nothing ever came: it may be silent, or not readable at all. */
const LONGEST_FIRST_WAIT_MS = 5_000;

/** The streams of one call: reads them, and joins their tracks. */
export class CallStreams {
  private joined = newJoinedStreams();
  private readonly readers = new Map<StreamReader, readonly StreamTrack[]>();
  /** The stream that carries each track now. */
  private readonly newest = new Map<number, StreamReader>();
  /** When each track last made progress, and whether it ever brought audio. */
  private readonly progress = new Map<number, { atMs: number; hasAudio: boolean }>();
  private readonly drained = new Set<StreamReader>();
  private isPaused = false;
  private fromMs: number | undefined;

  constructor(
    private readonly call: Pick<ReadStream, 'callTag' | 'platformCallId'>,
    private readonly listener: CallStreamsListener,
    private readonly tools: StreamTools,
  ) {}

  /** What lies before this wall clock was received by another process, or is declared as missing. */
  continueFrom(fromMs: number): void {
    this.fromMs = fromMs;
    this.joined = newJoinedStreams();
  }

  open({ tracks, stream }: OpenStream): void {
    const { listener } = this;
    const reader: StreamReader = new StreamReader(
      stream,
      { ...this.call, sampleRateHz: SAMPLE_RATE_HZ },
      {
        onSession: () => tracks.forEach(({ track }) => this.joined.startSession(track)),
        onParts: (parts) => this.receiveParts(reader, tracks, parts),
        onDrained: () => this.receiveDrained(reader, tracks),
        onUnreadable: () => listener.onUnreadable(),
      },
      this.tools,
    );
    this.readers.set(reader, tracks);
    for (const { track } of tracks) {
      this.newest.set(track, reader);
      this.progress.set(track, { atMs: this.tools.clock.nowMs(), hasAudio: false });
    }
    this.updateReading();
    reader.read(this.fromMs).catch((error: unknown) => {
      this.tools.logger.error({ err: error }, 'the reader of a stream failed');
    });
  }

  /** Reads this track to this wall clock. */
  expectEnd(track: number, endsAtMs: number | undefined): void {
    this.newest.get(track)?.expectEnd(endsAtMs);
  }

  /** Whether a stream may hold audio that is not read yet, because it is read late or not at all for a while. */
  get isBehind(): boolean {
    return [...this.newest.values()].some((reader) => reader.isBehind);
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.updateReading();
  }

  tick(): void {
    for (const reader of this.readers.keys()) reader.tick();
    this.giveUpLateTracks(this.tools.clock.nowMs());
    this.updateReading();
  }

  /** Passes on everything that was read, and reads nothing more. */
  finish(): void {
    for (const reader of this.readers.keys()) reader.finish();
    this.listener.onJoined(this.joined.flush());
    this.stop();
  }

  stop(): void {
    for (const reader of this.readers.keys()) reader.stop();
    this.readers.clear();
  }

  private receiveParts(reader: StreamReader, tracks: readonly StreamTrack[], parts: readonly StreamPart[]): void {
    for (const part of parts) {
      if (!this.readers.has(reader)) return;
      if (part.kind === 'audio') this.receivePiece(tracks, part);
      else if (this.isNewest(reader, tracks)) this.listener.onRecycled();
      else this.stopReader(reader);
    }
    this.updateReading();
  }

  private receivePiece(tracks: readonly StreamTrack[], { trackName, fromSample, samples }: PlacedAudio): void {
    const track = tracks.find(({ name }) => name === undefined || name === trackName)?.track;
    if (track === undefined) return;
    const late = Math.max(0, ((this.fromMs ?? 0) * SAMPLE_RATE_HZ) / 1_000 - fromSample);
    const timely = samples.subarray(late * 2);
    if (timely.length === 0) return;
    this.progress.set(track, { atMs: this.tools.clock.nowMs(), hasAudio: true });
    this.listener.onPiece(timely.length);
    this.listener.onJoined(this.joined.receive(track, fromSample + late, timely));
  }

  /** A stream that a re-INVITE replaced is read to its end, and no longer. */
  private receiveDrained(reader: StreamReader, tracks: readonly StreamTrack[]): void {
    if (!this.isNewest(reader, tracks)) return this.stopReader(reader);
    this.drained.add(reader);
    for (const { track } of tracks) this.listener.onJoined(this.joined.endTrack(track));
    if ([...this.newest.values()].every((newest) => this.drained.has(newest))) this.listener.onDrained();
  }

  private isNewest(reader: StreamReader, tracks: readonly StreamTrack[]): boolean {
    return tracks.some(({ track }) => this.newest.get(track) === reader);
  }

  private giveUpLateTracks(nowMs: number): void {
    for (const [track, progress] of this.progress) {
      // Nothing is read now, so no track is late.
      if (this.isPaused) progress.atMs = nowMs;
      const longestMs = progress.hasAudio ? LONGEST_WAIT_MS : LONGEST_FIRST_WAIT_MS;
      if (!this.joined.isWaitingFor(track) || nowMs - progress.atMs < longestMs) continue;
      this.listener.onJoined(this.joined.giveUp(track));
    }
  }

  private stopReader(reader: StreamReader): void {
    reader.stop();
    this.readers.delete(reader);
  }

  private updateReading(): void {
    for (const [reader, tracks] of this.readers) {
      const leadMs = Math.max(...tracks.map(({ track }) => this.joined.findLeadMs(track)));
      if (this.isPaused || leadMs > LONGEST_LEAD_MS) reader.pauseReading();
      else reader.resumeReading();
    }
  }
}

const newJoinedStreams = (): JoinedStreams => new JoinedStreams({ trackCount: TRACKS, sampleRateHz: SAMPLE_RATE_HZ });
