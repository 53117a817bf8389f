import { samplesToMs } from '@earshot/domain';
import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';

/** What every stream of a local engine keeps: whether it is open, who waits for it, and what it covered. */
export abstract class EngineStream implements SpeechStream {
  protected writtenSamples = 0;
  protected isClosed = false;
  private coveredMs = 0;
  private failure: Failure | null = null;
  private ending: Promise<void> | null = null;
  /** Writers and enders that wait for the next answer of the engine. */
  private waiting: (() => void)[] = [];

  constructor(protected readonly options: SpeechStreamOptions) {}

  async write(samples: Int16Array): Promise<void> {
    if (this.isClosed || this.isEnding)
      throw this.failure ?? new Failure('SPEECH_STREAM_CLOSED', 'audio came after the end of the speech stream');
    this.writtenSamples += samples.length;
    this.accept(samples);
    await this.waitWhile(() => this.isFull());
  }

  async end(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  async abort(): Promise<void> {
    this.close();
  }

  abstract waitsForTurn(): boolean;
  /** Passes samples to the engine. */
  protected abstract accept(samples: Int16Array): void;
  /** Whether the engine has as much audio waiting as the stream may queue. */
  protected abstract isFull(): boolean;
  /** Ends the audio, and resolves when the engine gave every final or the stream is closed. */
  protected abstract drain(): Promise<void>;
  /** Gives back what the stream has of the engine. */
  protected abstract release(): void;

  protected get isEnding(): boolean {
    return this.ending !== null;
  }

  /** Waits while the condition holds and the stream is open. */
  protected async waitWhile(condition: () => boolean): Promise<void> {
    while (!this.isClosed && condition()) await new Promise<void>((resolve) => void this.waiting.push(resolve));
  }

  /** Lets waiting writers and enders look again. */
  protected wakeWaiting(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Tells once that everything up to a position is covered, at least `everyMs` after the last one. */
  protected emitCovered(toMs: number, everyMs = 0): void {
    const reachedMs = Math.min(toMs, samplesToMs(this.writtenSamples, this.options.sampleRateHz));
    if (reachedMs <= this.coveredMs || reachedMs - this.coveredMs < everyMs) return;
    this.coveredMs = reachedMs;
    this.options.onResult({ kind: 'covered', toMs: reachedMs });
  }

  protected fail(failure: Failure): void {
    if (this.isClosed) return;
    this.failure = failure;
    this.close();
    this.options.onFailure(failure);
  }

  protected close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.release();
    this.wakeWaiting();
  }

  private async finish(): Promise<void> {
    if (!this.isClosed) await this.drain();
    if (this.failure !== null) throw this.failure;
    if (this.isClosed) return;
    this.emitCovered(samplesToMs(this.writtenSamples, this.options.sampleRateHz));
    this.close();
  }
}
