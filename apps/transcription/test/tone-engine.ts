import { Failure, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import type { Word } from '@earshot/contracts';

/** How a stream of the engine fails, once `afterMs` of audio were written to it. */
export interface Fault {
  readonly kind:
    | 'reports-failure'
    | 'closes-cleanly'
    | 'rejects-write'
    | 'hangs'
    | 'refuses-to-open'
    | 'never-opens'
    | 'hangs-at-end';
  readonly afterMs?: number;
  readonly track?: number;
}

const SILENCE_MS = 300;
const QUIET = 500;
const COVERED_EVERY_MS = 1_000;

/**
 * An engine that reads the samples: a burst of level n * 1000 is the word `w<n>`, and 300 ms of silence end an utterance.
 * So its words prove which samples reached it, at what time, and how often.
 */
export class ToneEngine implements SpeechEngine {
  readonly opened: SpeechStreamOptions[] = [];
  openStreams = 0;
  /** Resolves when a write may go on, for engines that are slower than their audio. */
  pace: (ms: number, options: SpeechStreamOptions) => Promise<void> = async () => {};
  /** Words after which an utterance ends without silence, for engines that cut differently in each run. */
  longestUtterance: (options: SpeechStreamOptions) => number = () => Infinity;
  /** Whether the engine withdraws an utterance with an empty final. */
  isRubbish: (text: string) => boolean = () => false;

  constructor(
    readonly name = 'tone',
    readonly sampleRateHz: number | null = null,
    /** Each stream that opens takes one fault, of its track if the fault names one. */
    readonly faults: Fault[] = [],
  ) {}

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    this.opened.push(options);
    const index = this.faults.findIndex((one) => one.track === undefined || one.track === options.track);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault?.kind === 'refuses-to-open')
      throw new Failure('SPEECH_RATE_LIMITED', 'no more streams', { retryable: true });
    if (fault?.kind === 'never-opens') return new Promise(() => {});
    this.openStreams += 1;
    return new ToneStream(this, options, fault);
  }

  async close(): Promise<void> {}
}

class ToneStream implements SpeechStream {
  private samples = 0;
  private burst: { start: number; levels: number[]; lastLoud: number } | null = null;
  private words: Word[] = [];
  private coveredMs = 0;
  private closed = false;
  private broken = false;

  constructor(
    private readonly engine: ToneEngine,
    private readonly options: SpeechStreamOptions,
    private readonly fault: Fault | undefined,
  ) {}

  async write(samples: Int16Array): Promise<void> {
    if (this.closed) throw new Error('written after the end');
    await this.engine.pace((samples.length * 1_000) / this.options.sampleRateHz, this.options);
    if (
      this.fault !== undefined &&
      this.fault.kind !== 'hangs-at-end' &&
      this.ms(this.samples + samples.length) > (this.fault.afterMs ?? 0)
    ) {
      return this.breakDown(this.fault);
    }
    // A shortcut, because some tests have hours of silence.
    if (this.burst === null && this.words.length === 0 && isSilent(samples)) this.samples += samples.length;
    else this.addSamples(samples);
    this.coverSilence();
  }

  async end(): Promise<void> {
    if (this.closed) return;
    if (this.fault?.kind === 'hangs-at-end' || (this.broken && this.fault?.kind === 'hangs'))
      return new Promise(() => {});
    this.endBurst();
    this.finalize();
    this.cover(this.ms(this.samples));
    this.close();
  }

  async abort(): Promise<void> {
    if (!this.closed) this.close();
  }

  private close(): void {
    this.closed = true;
    this.engine.openStreams -= 1;
  }

  private breakDown(fault: Fault): Promise<void> {
    const first = !this.broken;
    this.broken = true;
    if (fault.kind === 'rejects-write') return Promise.reject(new Error('broken pipe'));
    if (first && fault.kind === 'reports-failure')
      this.options.onFailure(new Failure('SPEECH_STREAM_LOST', 'connection reset', { retryable: true }));
    if (first && fault.kind === 'closes-cleanly')
      this.options.onFailure(new Failure('SPEECH_STREAM_CLOSED', 'closed with code 1000', { retryable: true }));
    return Promise.resolve();
  }

  /** Uses no iterator and no `Math`: inside jest, a look-up of a global for each sample took most of the time of these tests. */
  private addSamples(samples: Int16Array): void {
    for (let at = 0; at < samples.length; at++) {
      const sample = samples[at] as number;
      this.addSample(sample < 0 ? -sample : sample);
    }
  }

  private addSample(level: number): void {
    const at = this.samples;
    this.samples += 1;
    if (level >= QUIET) {
      this.burst ??= { start: at, levels: [], lastLoud: at };
      this.burst.levels.push(level);
      this.burst.lastLoud = at;
    } else if (this.burst !== null && this.ms(at - this.burst.lastLoud) > 10) this.endBurst();
    else if (
      this.burst === null &&
      this.words.length > 0 &&
      this.ms(at) - (this.words.at(-1)?.endMs ?? 0) >= SILENCE_MS
    )
      this.finalize();
  }

  private endBurst(): void {
    const { burst } = this;
    if (burst === null) return;
    this.burst = null;
    const middle = burst.levels.slice(burst.levels.length >> 2, (burst.levels.length * 3) >> 2);
    const level = middle.reduce((sum, one) => sum + one, 0) / middle.length;
    this.words.push({
      text: `w${Math.round(level / 1_000)}`,
      startMs: this.ms(burst.start),
      endMs: this.ms(burst.lastLoud + 1),
    });
    if (this.words.length >= this.engine.longestUtterance(this.options)) this.finalize();
    else this.giveWords(false);
  }

  private finalize(): void {
    if (this.words.length === 0) return;
    this.giveWords(true);
    this.words = [];
    this.cover(this.ms(this.samples));
  }

  private giveWords(isFinal: boolean): void {
    const text = this.words.map((word) => word.text).join(' ');
    const isWithdrawn = isFinal && this.engine.isRubbish(text);
    const { words } = this;
    this.options.onResult({
      kind: 'words',
      isFinal,
      startMs: words[0]?.startMs ?? 0,
      endMs: words.at(-1)?.endMs ?? 0,
      text: isWithdrawn ? '' : text,
      words: isWithdrawn ? [] : [...words],
    });
  }

  private coverSilence(): void {
    if (this.words.length === 0 && this.burst === null && this.ms(this.samples) - this.coveredMs >= COVERED_EVERY_MS)
      this.cover(this.ms(this.samples));
  }

  private cover(toMs: number): void {
    this.coveredMs = toMs;
    this.options.onResult({ kind: 'covered', toMs });
  }

  private ms(samples: number): number {
    return (samples * 1_000) / this.options.sampleRateHz;
  }
}

function isSilent(samples: Int16Array): boolean {
  for (let at = 0; at < samples.length; at++) if (samples[at] !== 0) return false;
  return true;
}
