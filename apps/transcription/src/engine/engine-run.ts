import type { CallId, Channel } from '@earshot/contracts';
import { Resampler } from '@earshot/domain';
import { Failure, type Clock, type SpeechEngine, type SpeechResult, type SpeechStream } from '@earshot/ports';

export interface EngineRunOptions {
  readonly engine: SpeechEngine;
  readonly callId: CallId;
  readonly channel: Channel;
  readonly language: string;
  readonly script: string | undefined;
  readonly callRateHz: number;
  /** Call-clock position of the first sample that will be written. */
  readonly startSample: number;
  readonly hangMs: number;
  readonly clock: Clock;
  /** End of the audio that waits for this run. */
  receivedSample(): number;
  onResult(result: SpeechResult): void;
  /** The run is lost, also while nobody waits for it. */
  onFailure(): void;
}

/** Audio an engine may sit on without a word before it counts as waiting. */
const UNHEARD_MS = 2_000;

/**
 * One stream of an engine over one stretch of a channel: changes the rate, counts the samples, and turns every way an
 * engine can die (rejection, `onFailure`, silence) into one failure. After a failure no result comes through.
 */
export class EngineRun {
  private stream: SpeechStream | null = null;
  private readonly resampler: Resampler | null;
  private rejectCurrent: ((error: Error) => void) | null = null;
  private lost: Error | null = null;
  private over = false;
  private writtenSample: number;
  private writtenAtResult: number;
  private quietSinceMs: number;
  private cancelWatch: () => void = () => {};

  constructor(private readonly options: EngineRunOptions) {
    const { callRateHz, engine, startSample, clock } = options;
    const rateHz = engine.sampleRateHz ?? callRateHz;
    this.resampler = rateHz === callRateHz ? null : new Resampler(callRateHz, rateHz);
    this.writtenSample = startSample;
    this.writtenAtResult = startSample;
    this.quietSinceMs = clock.nowMs();
  }

  get engine(): SpeechEngine {
    return this.options.engine;
  }

  get startMs(): number {
    return (this.options.startSample * 1_000) / this.options.callRateHz;
  }

  /** Why the run is lost, null while it is not. */
  get failure(): Error | null {
    return this.lost;
  }

  /** Whether the engine refused to begin, in a way that another try will not change. */
  get isRefused(): boolean {
    return this.stream === null && this.lost instanceof Failure && !this.lost.retryable;
  }

  /** Call-clock position of a time the engine gave, within what was written. */
  sampleAt(engineMs: number): number {
    const sample = this.options.startSample + Math.round((engineMs * this.options.callRateHz) / 1_000);
    return Math.min(this.writtenSample, Math.max(this.options.startSample, sample));
  }

  async open(): Promise<void> {
    const { engine, callId, channel, language, script, callRateHz } = this.options;
    this.watch();
    const opening = engine.open({
      callId,
      channel,
      language,
      startMs: this.startMs,
      sampleRateHz: engine.sampleRateHz ?? callRateHz,
      ...(script !== undefined && { script }),
      onResult: (result) => this.hear(result),
      onFailure: (error) => this.fail(error),
    });
    // A stream that opens after the run was given up is nobody's.
    opening.then(
      (stream) => this.over && closeQuietly(stream),
      () => {},
    );
    this.stream = await this.guard(opening);
  }

  /** Resolves when the engine can take more; the samples count as written from the beginning. */
  async write(samples: Int16Array): Promise<void> {
    this.writtenSample += samples.length;
    const converted = this.resampler?.push(samples) ?? samples;
    if (converted.length > 0) await this.guard(this.opened().write(converted));
  }

  /** Resolves when every final was given. */
  async end(): Promise<void> {
    const stream = this.opened();
    const rest = this.resampler?.flush();
    if (rest !== undefined && rest.length > 0) await this.guard(stream.write(rest));
    await this.guard(stream.end());
    this.finish();
  }

  /** Gives the run up. The first reason stays. */
  fail(error: Error): void {
    if (this.over) return;
    this.lost = error;
    this.finish();
    if (this.stream !== null) closeQuietly(this.stream);
    this.rejectCurrent?.(error);
    this.options.onFailure();
  }

  private opened(): SpeechStream {
    if (this.lost !== null) throw this.lost;
    if (this.stream === null) throw new Failure('ENGINE_NOT_OPEN', 'the engine stream is not open');
    return this.stream;
  }

  private hear(result: SpeechResult): void {
    if (this.over) return;
    this.writtenAtResult = this.writtenSample;
    this.quietSinceMs = this.options.clock.nowMs();
    this.options.onResult(result);
  }

  /** The promise, or the run's failure if that comes first. Not a race: that would hold on to each of a million writes. */
  private guard<T>(work: Promise<T>): Promise<T> {
    if (this.lost !== null) {
      work.catch(() => {});
      return Promise.reject(this.lost);
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
          const error =
            cause instanceof Error
              ? cause
              : new Failure('ENGINE_FAILED', 'the engine rejected', { retryable: true, cause });
          this.fail(error);
          reject(error);
        },
      );
    });
  }

  /** Looks now and then whether the engine has something to hear and says nothing. */
  private watch(): void {
    const { hangMs, clock } = this.options;
    this.cancelWatch = clock.schedule(hangMs / 4, () => {
      if (this.over) return;
      if (!this.hasUnheardAudio()) this.quietSinceMs = clock.nowMs();
      else if (clock.nowMs() - this.quietSinceMs >= hangMs) {
        return this.fail(
          new Failure('ENGINE_HANGS', `no result for ${hangMs} ms while audio waits`, { retryable: true }),
        );
      }
      this.watch();
    });
  }

  private hasUnheardAudio(): boolean {
    if (this.rejectCurrent !== null) return true;
    return this.options.receivedSample() - this.writtenAtResult > (UNHEARD_MS * this.options.callRateHz) / 1_000;
  }

  private finish(): void {
    this.over = true;
    this.cancelWatch();
  }
}

const closeQuietly = (stream: SpeechStream): void => {
  // What an engine says to being given up changes nothing any more.
  stream.abort().catch(() => {});
};
