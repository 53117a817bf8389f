import { samplesToMs } from '@earshot/domain';
import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { normalizePocketsphinx } from './normalize-pocketsphinx.js';
import type { PocketsphinxPool } from './pocketsphinx-pool.js';
import { SAMPLE_RATE_HZ, UtteranceSegmenter, type SpokenSpan } from './utterance-segmenter.js';

/** Audio that may wait for a process before `write` waits. */
const MAX_PENDING_SAMPLES = 30 * SAMPLE_RATE_HZ;
const COVERED_EVERY_MS = 2_000;
const MODEL_LANGUAGE = 'en-US';
const toMs = (samples: number) => samplesToMs(samples, SAMPLE_RATE_HZ);

/** Cuts one track into spoken spans, decodes them and emits their words in order. */
export class PocketsphinxSpeechStream implements SpeechStream {
  private readonly segmenter = new UtteranceSegmenter();
  private readonly aborting = new AbortController();
  private readonly pending: SpokenSpan[] = [];
  /** Pending spans that a process has. */
  private startedSpans = 0;
  private writtenSamples = 0;
  private coveredMs = 0;
  private failure: Failure | null = null;
  private closed = false;
  /** Settles when every span so far is emitted; never rejects. */
  private emitted: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;

  constructor(
    private readonly options: SpeechStreamOptions,
    private readonly pool: PocketsphinxPool,
  ) {}

  async write(samples: Int16Array): Promise<void> {
    if (this.closed)
      throw this.failure ?? new Failure('SPEECH_STREAM_CLOSED', 'audio came after the end of the speech stream');
    this.writtenSamples += samples.length;
    for (const span of this.segmenter.push(samples)) this.decode(span);
    this.coverAfter(COVERED_EVERY_MS);
    while (!this.closed && this.pending.length > 1 && this.pendingSamples() > MAX_PENDING_SAMPLES) {
      await new Promise<void>((resolve) => {
        const others = this.wake;
        this.wake = () => (others(), resolve());
      });
    }
  }

  async end(): Promise<void> {
    if (this.closed) return this.emitted;
    const last = this.segmenter.flush();
    if (last !== null) this.decode(last);
    await this.emitted;
    if (this.failure !== null) throw this.failure;
    if (this.closed) return;
    this.emitCovered(toMs(this.writtenSamples));
    this.close();
  }

  async abort(): Promise<void> {
    this.close();
  }

  waitsForTurn(): boolean {
    return !this.closed && this.pending.length > 0 && this.startedSpans === 0;
  }

  private close(): void {
    this.closed = true;
    this.aborting.abort();
    this.wake();
  }

  private pendingSamples(): number {
    return this.pending.reduce((sum, span) => sum + span.samples.length, 0);
  }

  private decode(span: SpokenSpan): void {
    this.pending.push(span);
    const { samples } = span;
    const onStart = () => (this.startedSpans += 1);
    const decoded = this.pool.decode({ owner: this.options, samples, signal: this.aborting.signal, onStart });
    const before = this.emitted;
    this.emitted = Promise.all([decoded, before]).then(
      ([lines]) => this.emitSpan(span, lines),
      (error: unknown) => this.fail(error),
    );
  }

  private emitSpan(span: SpokenSpan, lines: readonly string[]): void {
    if (this.closed) return;
    this.pending.shift();
    this.startedSpans -= 1;
    const words = normalizePocketsphinx(lines, toMs(span.startSample));
    const [first, last] = [words[0], words.at(-1)];
    if (first !== undefined && last !== undefined) {
      const text = words.map((word) => word.text).join(' ');
      const [startMs, endMs] = [first.startMs, last.endMs];
      this.options.onResult({ kind: 'words', isFinal: true, startMs, endMs, text, words, language: MODEL_LANGUAGE });
    }
    this.coverAfter(0);
    this.wakeAll();
  }

  private wakeAll(): void {
    const wake = this.wake;
    this.wake = () => undefined;
    wake();
  }

  private coverAfter(afterMs: number): void {
    const settledMs = toMs(this.pending[0]?.startSample ?? this.segmenter.settledSample);
    if (settledMs - this.coveredMs >= afterMs) this.emitCovered(settledMs);
  }

  private emitCovered(toMs: number): void {
    if (toMs <= this.coveredMs) return;
    this.coveredMs = toMs;
    this.options.onResult({ kind: 'covered', toMs });
  }

  private fail(cause: unknown): void {
    if (this.closed) return;
    this.failure = new Failure('SPEECH_STREAM_LOST', 'pocketsphinx could not decode an utterance', {
      retryable: true,
      cause,
    });
    this.close();
    this.options.onFailure(this.failure);
  }
}
