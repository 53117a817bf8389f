import type { CallId, ParticipantRole } from '@earshot/contracts';
import { msToSamples, Resampler, samplesToMs } from '@earshot/domain';
import { Failure, type Clock, type SpeechEngine, type SpeechResult, type SpeechStream } from '@earshot/ports';

/** The audio that a run transcribes. */
export interface RunAudio {
  readonly callId: CallId;
  readonly track: number;
  readonly trackCount: number;
  readonly language: string;
  readonly script: string | undefined;
  readonly isRecorded: boolean;
  readonly sampleRateHz: number;
  /** Call-clock position of the first sample that will be written. */
  readonly startSample: number;
  /** Role of the participant who is on the track there. */
  readonly role?: ParticipantRole;
}

export interface RunListener {
  /** End of the audio that waits for this run. */
  receivedSample(): number;
  onResult(result: SpeechResult): void;
  /** The run failed, perhaps while nobody waits for it. */
  onFailure(): void;
}

/** An engine may keep this much audio without a result before it counts as waiting for one. */
const QUIET_AUDIO_MS = 2_000;

/**
 * One stream of an engine over a stretch of a track. It converts the sample rate, counts the samples, and turns every kind
 * of engine failure (rejection, `onFailure`, no result for `hangMs`) into one failure. No result comes after a failure.
 */
export class EngineRun {
  private stream: SpeechStream | null = null;
  private readonly resampler: Resampler | null;
  private rejectCurrent: ((error: Error) => void) | null = null;
  private firstFailure: Error | null = null;
  private isOver = false;
  private writtenSample: number;
  private writtenAtResult: number;
  private quietSinceMs: number;
  private cancelWatch: () => void = () => {};

  constructor(
    readonly engine: SpeechEngine,
    private readonly audio: RunAudio,
    private readonly hangMs: number,
    private readonly clock: Clock,
    private readonly listener: RunListener,
  ) {
    this.resampler =
      this.engineRateHz === audio.sampleRateHz ? null : new Resampler(audio.sampleRateHz, this.engineRateHz);
    this.writtenSample = audio.startSample;
    this.writtenAtResult = audio.startSample;
    this.quietSinceMs = clock.nowMs();
  }

  get engineName(): string {
    return this.engine.name;
  }

  get pricePerMinute(): number | undefined {
    return this.engine.pricePerMinute;
  }

  get startMs(): number {
    return samplesToMs(this.audio.startSample, this.audio.sampleRateHz);
  }

  /** Why the run failed; null while it has not. */
  get failure(): Error | null {
    return this.firstFailure;
  }

  /** Whether the engine refused to begin in a way that another attempt will not change. */
  get isRefused(): boolean {
    return this.stream === null && this.firstFailure instanceof Failure && !this.firstFailure.retryable;
  }

  /** Call-clock position of a time that the engine gave, within the written audio. */
  sampleAt(engineMs: number): number {
    const { startSample, sampleRateHz } = this.audio;
    const sample = startSample + Math.round(msToSamples(engineMs, sampleRateHz));
    return Math.min(this.writtenSample, Math.max(startSample, sample));
  }

  async open(): Promise<void> {
    const { callId, track, trackCount, language, script, isRecorded, role } = this.audio;
    this.watchForResults();
    const opening = this.engine.open({
      callId,
      track,
      trackCount,
      language,
      startMs: this.startMs,
      sampleRateHz: this.engineRateHz,
      isRecorded,
      ...(script !== undefined && { script }),
      ...(role !== undefined && { role }),
      onResult: (result) => this.receiveResult(result),
      onFailure: (error) => this.fail(error),
    });
    // Closes a stream that opens after the run was given up.
    opening.then(
      (stream) => this.isOver && abortQuietly(stream),
      () => {},
    );
    this.stream = await this.failWith(opening);
  }

  /** Resolves when the engine can take more. The samples count as written at once. */
  async write(samples: Int16Array): Promise<void> {
    this.writtenSample += samples.length;
    const converted = this.resampler?.push(samples) ?? samples;
    if (converted.length > 0) await this.failWith(this.openStream().write(converted));
  }

  /** Resolves when the engine has given every final. */
  async end(): Promise<void> {
    const stream = this.openStream();
    const rest = this.resampler?.flush();
    if (rest !== undefined && rest.length > 0) await this.failWith(stream.write(rest));
    await this.failWith(stream.end());
    this.finish();
  }

  /** Gives the run up. The first failure stays. */
  fail(error: Error): void {
    if (this.isOver) return;
    this.firstFailure = error;
    this.finish();
    if (this.stream !== null) abortQuietly(this.stream);
    this.rejectCurrent?.(error);
    this.listener.onFailure();
  }

  private get engineRateHz(): number {
    return this.engine.sampleRateHz ?? this.audio.sampleRateHz;
  }

  private openStream(): SpeechStream {
    if (this.firstFailure !== null) throw this.firstFailure;
    if (this.stream === null) throw new Failure('ENGINE_NOT_OPEN', 'the engine stream is not open');
    return this.stream;
  }

  private receiveResult(result: SpeechResult): void {
    if (this.isOver) return;
    this.writtenAtResult = this.writtenSample;
    this.quietSinceMs = this.clock.nowMs();
    this.listener.onResult(result);
  }

  /**
   * Settles like `work`, or rejects with the run's failure if that comes first. `Promise.race` would keep memory for each
   * of a million writes.
   */
  private failWith<T>(work: Promise<T>): Promise<T> {
    if (this.firstFailure !== null) {
      work.catch(() => {});
      return Promise.reject(this.firstFailure);
    }
    return new Promise<T>((resolve, reject) => {
      this.rejectCurrent = reject;
      work.then(
        (value) => {
          this.rejectCurrent = null;
          resolve(value);
        },
        (cause: unknown) => {
          this.rejectCurrent = null;
          const error = toEngineError(cause);
          this.fail(error);
          reject(error);
        },
      );
    });
  }

  /**
   * Fails the run when the engine works on its audio and gives no result for too long. The time that the audio waits for
   * its turn does not count.
   */
  private watchForResults(): void {
    const { hangMs, clock } = this;
    this.cancelWatch = clock.schedule(hangMs / 10, () => {
      if (this.isOver) return;
      if (!this.isResultDue() || this.stream?.waitsForTurn?.() === true) this.quietSinceMs = clock.nowMs();
      else if (clock.nowMs() - this.quietSinceMs >= hangMs) {
        const message = `no result for ${hangMs} ms while audio waits`;
        return this.fail(new Failure('ENGINE_HANGS', message, { retryable: true }));
      }
      this.watchForResults();
    });
  }

  private isResultDue(): boolean {
    if (this.rejectCurrent !== null) return true;
    const quietSamples = this.listener.receivedSample() - this.writtenAtResult;
    return quietSamples > msToSamples(QUIET_AUDIO_MS, this.audio.sampleRateHz);
  }

  private finish(): void {
    this.isOver = true;
    this.cancelWatch();
  }
}

/** Turns the reason of an engine's rejection into an error. */
export const toEngineError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Failure('ENGINE_FAILED', 'the engine failed', { retryable: true, cause });

/** Ignores errors: the stream is already given up. */
const abortQuietly = (stream: SpeechStream): void => {
  stream.abort().catch(() => {});
};
