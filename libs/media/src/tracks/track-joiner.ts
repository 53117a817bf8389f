import { bytesPerSample, type AudioCodec, type EventData } from '@earshot/contracts';
import { msToSamples, silenceByte } from '@earshot/domain';
import { interleaveSpans, isSameRun, isSilentSpan, type JoinedSpan } from './joined-span.js';
import { TrackPieces, type TrackPiece } from './track-pieces.js';

const DEFAULT_WAIT_MS = 400;
const DEFAULT_LONGEST_JUMP_MS = 10_000;
/** The longest silence that comes out as one piece of audio. */
const SILENT_PIECE_MS = 1_000;
/** A longer silence that a source means is a wrong timestamp. What lies beyond is a gap. */
const LONGEST_SILENCE_MS = 3_600_000;

export interface TrackJoinerOptions {
  readonly trackCount: number;
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  /** A part of a track is declared missing when another track has a piece that begins this much later. */
  readonly waitMs?: number;
  /** A piece that lies this far after everything received before waits for the next piece of its track to confirm it. */
  readonly longestJumpMs?: number;
}

/** The joined audio of a call, in order. The position of each part is the sum of the samples before it, without the gaps of some tracks. */
export type JoinedAudio =
  /** Interleaved samples of all tracks. Do not write to them: silence is shared, and a single track is passed as a view. */
  | { readonly kind: 'audio'; readonly samples: Uint8Array }
  /**
   * `ALL`: no audio of the span follows. Some tracks: the audio of the span follows, and these tracks are silent in it.
   * `FRAMES_LOST`: a later piece of the track came. `SOURCE_SILENT`: nothing of it came.
   */
  | {
      readonly kind: 'gap';
      readonly tracks: readonly number[] | 'ALL';
      readonly fromSample: number;
      readonly samples: number;
      readonly reason: Extract<EventData<'audio.gap-declared'>['reason'], 'FRAMES_LOST' | 'SOURCE_SILENT'>;
    };

/** What was received and is not in the joined audio, in samples. */
export interface DroppedPieces {
  /** Its part was declared missing, or joined, before. */
  tooLate: number;
  /** Another piece covers the same span. */
  duplicate: number;
  /** It was far ahead of everything else, and the next piece of its track did not follow it. */
  strayed: number;
}

/**
 * Joins pieces of several mono tracks into interleaved audio. Positions are samples on the shared clock of the call, from 0.
 * It puts pieces in order, drops what came twice, and declares what did not come in time. It holds at most `waitMs` and the
 * newest piece of each track, and one piece that is far ahead.
 */
export class TrackJoiner {
  readonly dropped: DroppedPieces = { tooLate: 0, duplicate: 0, strayed: 0 };
  private readonly tracks: readonly TrackPieces[];
  private readonly farPieces: (TrackPiece | null)[];
  private readonly sampleBytes: number;
  private readonly waitSamples: number;
  private readonly longestJumpSamples: number;
  private readonly silentPieceSamples: number;
  private readonly longestSilenceSamples: number;
  private readonly silence: Uint8Array;
  private joinedSample = 0;
  /** The end of everything received. */
  private endSample = 0;
  /** The latest beginning of a piece. Its end says nothing: sources send pieces of any length, one track after the other. */
  private latestSample = 0;

  constructor(options: TrackJoinerOptions) {
    const { trackCount, codec, sampleRateHz } = options;
    const { waitMs = DEFAULT_WAIT_MS, longestJumpMs = DEFAULT_LONGEST_JUMP_MS } = options;
    const toSamples = (ms: number) => Math.ceil(msToSamples(ms, sampleRateHz));
    this.sampleBytes = bytesPerSample[codec];
    this.tracks = Array.from({ length: trackCount }, () => new TrackPieces(this.sampleBytes));
    this.farPieces = this.tracks.map(() => null);
    this.waitSamples = toSamples(waitMs);
    this.longestJumpSamples = toSamples(longestJumpMs);
    this.silentPieceSamples = toSamples(SILENT_PIECE_MS);
    this.longestSilenceSamples = toSamples(LONGEST_SILENCE_MS);
    const silenceBytes = this.silentPieceSamples * trackCount * this.sampleBytes;
    this.silence = new Uint8Array(silenceBytes).fill(silenceByte(codec));
  }

  /** The end of the joined audio: everything before it came out as audio or as a gap. */
  get positionSample(): number {
    return this.joinedSample;
  }

  /** Audio of one track. Keeps views of `samples`; drops the bytes of an incomplete last sample. */
  receive(track: number, positionSample: number, samples: Uint8Array): readonly JoinedAudio[] {
    const toSample = positionSample + Math.floor(samples.length / this.sampleBytes);
    return this.receivePiece(track, { fromSample: positionSample, toSample, samples });
  }

  /** The source means silence here, for example with discontinuous transmission: no gap is declared. */
  receiveSilence(track: number, fromSample: number, toSample: number): readonly JoinedAudio[] {
    const endSample = Math.min(toSample, fromSample + this.longestSilenceSamples);
    return this.receivePiece(track, { fromSample, toSample: endSample, samples: null });
  }

  /** The call has come this far, though no track sent audio of it: declares what has been missing for `waitMs`. */
  advanceTo(sample: number): readonly JoinedAudio[] {
    this.latestSample = Math.max(this.latestSample, sample);
    return this.joinUntil(this.latestSample - this.waitSamples);
  }

  /** Joins everything received, without waiting for more. With `toSample`, what is missing until there is declared too. */
  flush(toSample = 0): readonly JoinedAudio[] {
    for (const track of this.farPieces.keys()) this.dropFarPiece(track);
    this.endSample = Math.max(this.endSample, toSample);
    return this.joinUntil(this.endSample);
  }

  private receivePiece(track: number, piece: TrackPiece): readonly JoinedAudio[] {
    // A silence has any length; audio is as long as its bytes.
    const reachedSample = piece.samples === null ? piece.toSample : piece.fromSample;
    const isFar = reachedSample - this.endSample > this.longestJumpSamples;
    if (isFar && !this.isConfirmedJump(track, piece)) {
      this.dropFarPiece(track);
      this.farPieces[track] = piece;
      return [];
    }
    const far = this.farPieces[track] ?? null;
    this.farPieces[track] = null;
    if (far !== null && isFar) this.addPiece(track, far);
    else if (far !== null) this.dropped.strayed += lengthOf(far);
    this.addPiece(track, piece);
    return this.advanceTo(piece.fromSample);
  }

  /** As in RFC 3550, appendix A.1: one wrong timestamp must not move the clock of the call, two that fit together may. */
  private isConfirmedJump(track: number, piece: TrackPiece): boolean {
    const far = this.farPieces[track] ?? null;
    if (far === null) return false;
    const betweenSamples = piece.fromSample - far.toSample;
    return betweenSamples >= 0 && betweenSamples <= this.waitSamples;
  }

  private dropFarPiece(track: number): void {
    const far = this.farPieces[track] ?? null;
    if (far !== null) this.dropped.strayed += lengthOf(far);
    this.farPieces[track] = null;
  }

  private addPiece(track: number, piece: TrackPiece): void {
    const pieces = this.tracks[track];
    if (pieces === undefined) throw new RangeError(`there is no track ${track}`);
    const fromSample = Math.min(Math.max(piece.fromSample, this.joinedSample), piece.toSample);
    const late = fromSample - piece.fromSample;
    this.dropped.tooLate += late;
    const samples = piece.samples?.subarray(late * this.sampleBytes) ?? null;
    const timely = { fromSample, toSample: piece.toSample, samples };
    this.dropped.duplicate += lengthOf(timely) - pieces.add(timely);
    this.endSample = Math.max(this.endSample, piece.toSample);
  }

  private joinUntil(deadlineSample: number): readonly JoinedAudio[] {
    const joined: JoinedAudio[] = [];
    let run: JoinedSpan[] = [];
    for (let span = this.takeSpan(deadlineSample); span !== null; span = this.takeSpan(deadlineSample)) {
      const [first] = run;
      if (first !== undefined && !isSameRun(first, span)) {
        joined.push(...this.describeRun(run));
        run = [];
      }
      run.push(span);
    }
    return [...joined, ...this.describeRun(run)];
  }

  /** The next span in which no track begins or ends a piece; null while a track may still send its part. */
  private takeSpan(deadlineSample: number): JoinedSpan | null {
    const fromSample = this.joinedSample;
    const missingTracks: number[] = [];
    let toSample = Infinity;
    let isLoss = false;
    for (const [track, pieces] of this.tracks.entries()) {
      let endSample = pieces.coveredUntil(fromSample);
      if (endSample === fromSample) {
        endSample = Math.min(pieces.fromSample, deadlineSample);
        missingTracks.push(track);
        isLoss ||= pieces.fromSample < Infinity;
      }
      if (endSample <= fromSample) return null;
      toSample = Math.min(toSample, endSample);
    }
    const isAudio = missingTracks.length < this.tracks.length;
    if (!isAudio && isLoss && deadlineSample < this.nextPieceSample) return null;
    if (isAudio) toSample = Math.min(toSample, fromSample + this.silentPieceSamples);
    const parts = this.tracks.map((pieces) => pieces.take(fromSample, toSample));
    this.joinedSample = toSample;
    return { fromSample, toSample, parts, missingTracks, isLoss };
  }

  /** Where the next piece of any track begins. Audio waits there, so a gap before it need not be declared in parts. */
  private get nextPieceSample(): number {
    return Math.min(...this.tracks.map(({ fromSample }) => fromSample));
  }

  private describeRun(run: readonly JoinedSpan[]): readonly JoinedAudio[] {
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined) return [];
    const { fromSample, missingTracks, isLoss } = first;
    if (missingTracks.length === 0) return this.toAudio(run);
    const isWhole = missingTracks.length === this.tracks.length;
    const gap: JoinedAudio = {
      kind: 'gap',
      tracks: isWhole ? 'ALL' : missingTracks,
      fromSample,
      samples: last.toSample - fromSample,
      reason: isLoss ? 'FRAMES_LOST' : 'SOURCE_SILENT',
    };
    return isWhole ? [gap] : [gap, ...this.toAudio(run)];
  }

  private toAudio(run: readonly JoinedSpan[]): readonly JoinedAudio[] {
    const frameBytes = this.tracks.length * this.sampleBytes;
    const [first] = run;
    if (first === undefined) return [];
    if (isSilentSpan(first)) {
      return run.map((span) => ({ kind: 'audio', samples: this.silence.subarray(0, lengthOf(span) * frameBytes) }));
    }
    if (this.tracks.length === 1) return run.flatMap(({ parts: [part] }) => (part ? [audioOf(part)] : []));
    return [audioOf(interleaveSpans(run, this.sampleBytes, this.silence[0] ?? 0))];
  }
}

const audioOf = (samples: Uint8Array): JoinedAudio => ({ kind: 'audio', samples });
const lengthOf = ({ fromSample, toSample }: Pick<TrackPiece, 'fromSample' | 'toSample'>): number =>
  toSample - fromSample;
