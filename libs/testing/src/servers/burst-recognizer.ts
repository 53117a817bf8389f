import { randomUUID } from 'node:crypto';

/** A result as Amazon Transcribe sends it. */
export interface ServiceResult {
  ResultId: string;
  StartTime: number;
  EndTime: number;
  IsPartial: boolean;
  ChannelId?: string;
  LanguageCode?: string;
  Alternatives: {
    Transcript: string;
    Items: { Type: string; Content: string; StartTime: number; EndTime: number; Confidence?: number }[];
  }[];
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const LOUD = 500;
const WORD_GAP_MS = 20;
const UTTERANCE_GAP_MS = 300;

/**
 * Recognises bursts of sound: one of level n * 1000 is the word `w<n>`, and 300 ms of silence end an utterance. So words
 * prove which samples arrived, where and how often.
 */
export class BurstRecognizer {
  private samples = 0;
  private burst: { start: number; lastLoud: number; peak: number } | null = null;
  private words: Word[] = [];
  private resultId = randomUUID();

  constructor(
    private readonly sampleRateHz: number,
    private readonly channelId: string | undefined,
    private readonly give: (result: ServiceResult) => void,
  ) {}

  addSample(sample: number): void {
    const level = Math.abs(sample);
    const at = this.samples;
    this.samples += 1;
    if (level >= LOUD) {
      this.burst ??= { start: at, lastLoud: at, peak: 0 };
      this.burst.lastLoud = at;
      this.burst.peak = Math.max(this.burst.peak, level);
    } else if (this.burst !== null && at - this.burst.lastLoud >= this.samplesOf(WORD_GAP_MS)) this.endWord();
    else if (this.words.length > 0 && this.burst === null) {
      if (at - (this.words.at(-1)?.end ?? 0) >= this.samplesOf(UTTERANCE_GAP_MS)) this.endUtterance();
    }
  }

  /** No more audio comes. */
  end(): void {
    this.endWord();
    this.endUtterance();
  }

  private endWord(): void {
    const { burst } = this;
    if (burst === null) return;
    this.burst = null;
    this.words.push({ text: `w${Math.round(burst.peak / 1_000)}`, start: burst.start, end: burst.lastLoud + 1 });
    this.give(this.resultOf(true));
  }

  private endUtterance(): void {
    if (this.words.length === 0) return;
    this.give(this.resultOf(false));
    this.words = [];
    this.resultId = randomUUID();
  }

  private resultOf(isPartial: boolean): ServiceResult {
    const [first] = this.words;
    const last = this.words.at(-1);
    const items = this.words.map(({ text, start, end }) => ({
      Type: 'pronunciation',
      Content: text,
      StartTime: this.secondsOf(start),
      EndTime: this.secondsOf(end),
      Confidence: 0.9,
    }));
    const endTime = this.secondsOf(last?.end ?? 0);
    if (!isPartial)
      items.push({ Type: 'punctuation', Content: '.', StartTime: endTime, EndTime: endTime, Confidence: 0 });
    return {
      ResultId: this.resultId,
      StartTime: this.secondsOf(first?.start ?? 0),
      EndTime: endTime,
      IsPartial: isPartial,
      ...(this.channelId !== undefined && { ChannelId: this.channelId }),
      Alternatives: [
        { Transcript: `${this.words.map(({ text }) => text).join(' ')}${isPartial ? '' : '.'}`, Items: items },
      ],
    };
  }

  private samplesOf(ms: number): number {
    return (ms * this.sampleRateHz) / 1_000;
  }

  private secondsOf(samples: number): number {
    return Math.round((samples * 1_000) / this.sampleRateHz) / 1_000;
  }
}
