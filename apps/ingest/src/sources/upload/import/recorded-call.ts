import { bytesPerSample, type CallId, type CallRefusalCode } from '@earshot/contracts';
import { uploadErrors, type UploadErrorCode } from '@earshot/media/recording-file';
import { toAudioMs, type AudioFormat, type CallStart } from '../../../call/call-start.js';
import type { CallOrigin } from '../../../limits/client-quota.js';
import { CallFeed, type CallFeedListener } from '../../call-feed.js';
import type { SourceContext } from '../../media-source.js';
import type { ImportPace } from './import-pace.js';
import type { RecordingClock } from './recording-clock.js';

export type RecordedCallContext = Pick<SourceContext, 'agentNumbers' | 'calls' | 'refusedReturns' | 'telemetry'>;

/** Pieces of a fifth of a second at most, as a phone system sends them, and never so large that a call has no room for one. */
const PIECES_PER_SECOND = 5;
const MOST_PIECE_BYTES = 32_768;

/** A call that is fed from a recording. */
export class RecordedCall implements CallFeedListener {
  private readonly feed: CallFeed;
  private readonly changes = new Set<() => void>();
  private isReadingPaused = false;
  private startedAtMs: number | undefined;
  private isEnded = false;
  /** Why the call is not taken, or no longer. */
  refusal: CallRefusalCode | undefined;
  private positionMs = 0;

  constructor(
    private readonly start: CallStart & { readonly recordedClock: RecordingClock },
    private readonly pace: ImportPace,
    origin: CallOrigin,
    context: RecordedCallContext,
    private readonly signal: AbortSignal,
  ) {
    this.feed = new CallFeed(origin, context, this);
  }

  /** Resolves with the position at which the call begins or continues, milliseconds. Undefined: it is refused, or the process stops. */
  async open(): Promise<number | undefined> {
    this.feed.startCall(this.start);
    await this.until(() => this.startedAtMs !== undefined || this.refusal !== undefined);
    const { startedAtMs } = this;
    if (startedAtMs === undefined) return undefined;
    this.positionMs = startedAtMs;
    this.start.recordedClock.moveTo(startedAtMs);
    return startedAtMs;
  }

  /** Whole sample frames. Resolves when more may come. Returns whether the call still takes it. */
  async sendAudio(samples: Uint8Array): Promise<boolean> {
    const pieceBytes = measurePiece(this.start.format);
    for (let at = 0; at < samples.length && this.isOpen; at += pieceBytes) {
      const piece = samples.subarray(at, at + pieceBytes);
      await this.until(() => !this.isReadingPaused || !this.isOpen);
      if (!this.isOpen) break;
      const audioMs = toAudioMs(this.start.format, piece.length);
      this.move(audioMs);
      this.feed.receiveAudio(piece);
      await this.pace.take(audioMs, this.signal);
    }
    return this.isOpen;
  }

  /** This many samples of every track are missing here. */
  declareGap(samples: number): void {
    this.move((samples * 1_000) / this.start.format.sampleRateHz);
    this.feed.declareGap({ samples, reason: 'FRAMES_LOST' });
  }

  reportProblem(code: UploadErrorCode): void {
    this.feed.reportProblem({ code, message: uploadErrors[code] });
  }

  /** Ends the call. Resolves when the bus has all of it, or the process stops. Returns whether it has. */
  async end(): Promise<boolean> {
    this.feed.endCall();
    await this.until(() => this.isEnded || this.refusal !== undefined);
    return this.isEnded;
  }

  /** The process stops: the call stays open for the next one. */
  leave(): void {
    this.feed.loseCall();
  }

  onStarted(_: CallId, resumedAtMs?: number): void {
    this.change(() => (this.startedAtMs = resumedAtMs));
  }

  onRefused(code: CallRefusalCode): void {
    this.change(() => (this.refusal = code));
  }

  onEnded(): void {
    this.change(() => (this.isEnded = true));
  }

  onEndRefused(_: CallId, code: CallRefusalCode): void {
    this.onRefused(code);
  }

  pauseReading(): void {
    this.isReadingPaused = true;
  }

  resumeReading(): void {
    this.change(() => (this.isReadingPaused = false));
  }

  private get isOpen(): boolean {
    return this.refusal === undefined && !this.signal.aborted;
  }

  /** The audio comes when it was spoken, so its end is now. */
  private move(audioMs: number): void {
    this.positionMs += audioMs;
    this.start.recordedClock.moveTo(this.positionMs);
  }

  private change(make: () => void): void {
    make();
    for (const look of [...this.changes]) look();
  }

  /** Resolves when this is so, or when the process stops. */
  private async until(isSo: () => boolean): Promise<void> {
    if (isSo() || this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo() && !this.signal.aborted) return;
        this.changes.delete(look);
        this.signal.removeEventListener('abort', look);
        resolve();
      };
      this.changes.add(look);
      this.signal.addEventListener('abort', look);
    });
  }
}

function measurePiece({ codec, channelCount, sampleRateHz }: AudioFormat): number {
  const frameBytes = channelCount * bytesPerSample[codec];
  const frames = Math.min(Math.ceil(sampleRateHz / PIECES_PER_SECOND), Math.floor(MOST_PIECE_BYTES / frameBytes));
  return frames * frameBytes;
}
