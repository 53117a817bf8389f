import type { TwilioMedia } from './read-twilio-message.js';

/** Where a piece of audio belongs on the clock of the stream, samples. */
export interface PlacedMedia {
  readonly position: number;
  /** The vendor sent all it had up to here, so the time from this position to the piece is silence and not a loss. */
  readonly silentFrom?: number;
  /** The timestamp was not believed. */
  readonly isTimeInvalid?: true;
}

export interface StreamClockOptions {
  readonly trackCount: number;
  readonly sampleRateHz: number;
  /** How much the timestamps of unbroken audio may be off. */
  readonly jitterMs: number;
  /** When the stream was announced, on the clock of `place`. */
  readonly startedAtMs: number;
}

/** A stream whose first audio comes this much later than announced was silent until then. */
const LATE_START_MS = 1_000;
/** The first message of a stream may have overtaken this many others. */
const MAX_OVERTAKEN = 50;
/** Timestamps may be this much ahead of the wall clock: vendors send what they held back in a burst. */
const MAX_AHEAD_MS = 60_000;
/** A track whose audio comes in time, but with timestamps this far behind the others, has a clock of its own. */
const MAX_BEHIND_MS = 1_000;

interface Track {
  /** The chunk that comes next, if they are numbered. */
  nextChunk: number | undefined;
  /** The end of the latest piece in order; undefined before the first. */
  end: number | undefined;
  /** From the stream's origin to the origin of the track's own clock, samples. */
  origin: number;
  /** From the position that the latest timestamp says to the position that its piece got, samples. */
  skew: number;
  /** Since when all pieces have been far behind the other tracks. */
  behindSinceMs: number | undefined;
}

/** A piece of a track that has a place to get. `said`: the position that its timestamp says. */
interface Piece {
  readonly chunk: number | undefined;
  readonly said: number | undefined;
  readonly samples: number;
  readonly nowMs: number;
}

/**
 * Gives the pieces of all tracks of a stream their positions, by timestamps and chunk numbers. Chunks in sequence are unbroken
 * audio, however their timestamps jitter. A jump of both is a loss; a jump of the timestamps alone is silence.
 */
export class StreamClock {
  private readonly tracks: Track[];
  private originMs: number | undefined;
  private furthest = 0;
  /** Time that timestamps skipped so far, samples. */
  private skipped = 0;

  constructor(private readonly options: StreamClockOptions) {
    this.tracks = Array.from({ length: options.trackCount }, () => ({
      nextChunk: undefined,
      end: undefined,
      origin: 0,
      skew: 0,
      behindSinceMs: undefined,
    }));
  }

  /** Whether any audio of the track came. */
  hasBegun(track: number): boolean {
    return this.tracks[track]?.end !== undefined;
  }

  /** Places the next piece that came on a track. `samples`: how many it has. */
  place(at: number, media: Pick<TwilioMedia, 'chunk' | 'timestampMs'>, samples: number, nowMs: number): PlacedMedia {
    const track = this.tracks[at];
    if (track === undefined) throw new RangeError(`the stream has no track ${at}`);
    const piece = { chunk: media.chunk, said: this.readPosition(track, media, samples, nowMs), samples, nowMs };
    const overtaken = placeOvertaken(track, piece, this.toSamples(this.options.jitterMs));
    if (overtaken !== undefined) return { position: overtaken };
    const placed = this.placeInOrder(track, piece);
    track.end = placed.position + samples;
    if (piece.chunk !== undefined) track.nextChunk = piece.chunk + 1;
    if (piece.said !== undefined && placed.isTimeInvalid !== true) track.skew = placed.position - piece.said;
    this.furthest = Math.max(this.furthest, track.end);
    return placed;
  }

  private readPosition(
    track: Track,
    media: Pick<TwilioMedia, 'chunk' | 'timestampMs'>,
    samples: number,
    nowMs: number,
  ): number | undefined {
    const { timestampMs } = media;
    if (timestampMs === undefined) return undefined;
    if (this.originMs === undefined) {
      const { sampleRateHz, startedAtMs } = this.options;
      const pieceMs = (samples * 1_000) / sampleRateHz;
      const lateMs = nowMs - startedAtMs - pieceMs;
      this.originMs = timestampMs - countOvertaken(media) * pieceMs - (lateMs >= LATE_START_MS ? lateMs : 0);
    }
    return this.toSamples(timestampMs - this.originMs) + track.origin;
  }

  private placeInOrder(track: Track, piece: Piece): PlacedMedia {
    const { said, chunk, samples } = piece;
    if (track.end === undefined) return { position: this.beginTrack(track, piece) };
    const end = this.catchUp(track, track.end, piece);
    if (said === undefined) return { position: end };
    const isUnbroken = chunk === undefined || chunk === track.nextChunk;
    // Where chunks are numbered across both tracks, they jump on each of them, but their timestamps do not.
    const tolerated = isUnbroken ? this.toSamples(this.options.jitterMs) : samples / 2;
    if (said - end <= tolerated) return { position: end };
    if (!this.maySkip(said - end, piece.nowMs)) return { position: end, isTimeInvalid: true };
    this.skipped += said - end;
    return isUnbroken ? { position: said, silentFrom: end } : { position: said };
  }

  /** Tracks that begin later are placed by their timestamps, unless these show that the track counts its own time. */
  private beginTrack(track: Track, { said = this.furthest, nowMs }: Piece): number {
    if (this.tracks.every(({ end }) => end === undefined)) return Math.max(0, said);
    const ahead = said - this.furthest;
    if (ahead >= -this.toSamples(MAX_BEHIND_MS) && this.maySkip(ahead, nowMs)) return Math.max(0, said);
    track.origin = -ahead;
    return this.furthest;
  }

  /**
   * The end of the track, or its place beside the others if it has stayed behind them for so long that this is no burst of
   * late audio: some vendors stop the clock of a track while it has no audio.
   */
  private catchUp(track: Track, end: number, { said, samples, nowMs }: Piece): number {
    const isBehind = Math.max(end, said ?? 0) + samples < this.furthest - this.toSamples(MAX_BEHIND_MS);
    track.behindSinceMs = isBehind ? (track.behindSinceMs ?? nowMs) : undefined;
    if (track.behindSinceMs === undefined || nowMs - track.behindSinceMs < MAX_BEHIND_MS) return end;
    track.behindSinceMs = undefined;
    const place = this.furthest - samples;
    if (said !== undefined) track.origin += place - said;
    return place;
  }

  private maySkip(samples: number, nowMs: number): boolean {
    return this.skipped + samples <= this.toSamples(nowMs - this.options.startedAtMs + MAX_AHEAD_MS);
  }

  private toSamples(ms: number): number {
    return Math.round((ms * this.options.sampleRateHz) / 1_000);
  }
}

/** How many pieces the first one that came on a track has overtaken. */
export const countOvertaken = ({ chunk = 1 }: Pick<TwilioMedia, 'chunk'>): number =>
  chunk <= MAX_OVERTAKEN ? Math.max(0, chunk - 1) : 0;

/**
 * The place of a piece that later ones have overtaken, or that came before; undefined if it is the next in order. A piece with an
 * old number and a new time shows that the vendor began to count anew.
 */
function placeOvertaken(track: Track, { chunk, said, samples }: Piece, jitterSamples: number): number | undefined {
  const { end, nextChunk, skew } = track;
  if (end === undefined) return undefined;
  const position = said === undefined ? undefined : said + skew;
  if (chunk === undefined || nextChunk === undefined)
    return position !== undefined && position + samples <= end ? Math.max(0, position) : undefined;
  if (chunk >= nextChunk || (position !== undefined && position - end > jitterSamples)) return undefined;
  return Math.max(0, Math.min(position ?? end - (nextChunk - chunk) * samples, end - samples));
}
