import type { Word } from '@earshot/contracts';
import type { SpeechStreamOptions } from '@earshot/ports';
import type { SpanResult } from './normalize-deepgram.js';

/** An utterance without a pause is ended after this long, so that its words become final while the speaker goes on. */
const MAX_UTTERANCE_MS = 15_000;
/** Spans are rounded to milliseconds. */
const TOLERANCE_MS = 2;

/**
 * The results of one stream in order. Deepgram finishes an utterance piece by piece; the pieces are collected until the
 * speaker pauses.
 */
export class DeepgramTranscript {
  /** Final words of the utterance that is open. */
  private words: readonly Word[] = [];
  private language: string | undefined;
  /** Start of the words that were shown of the open utterance; null while none were. */
  private shownMs: number | null = null;
  /** Words were shown for a span that has no final yet. */
  private isFinalDue = false;
  /** The speaker paused before the final of the span came. */
  private endsAtNextFinal = false;
  /** Spans before this are final. */
  private finalMs = 0;

  constructor(private readonly onResult: SpeechStreamOptions['onResult']) {}

  /** Deepgram owes a final for words that were shown. */
  get owesFinal(): boolean {
    return this.isFinalDue;
  }

  /** Audio before this is covered: the next final does not begin earlier. */
  get coveredMs(): number {
    return this.words[0]?.startMs ?? this.finalMs;
  }

  /** Leaves out a final that came already, and a partial of a span that has its final. */
  addResult(result: SpanResult): void {
    if (result.isFinal ? result.endMs <= this.finalMs : result.startMs < this.finalMs - TOLERANCE_MS) return;
    if (result.isFinal) this.addFinal(result);
    else this.showPartial(result);
  }

  /** The speaker paused. */
  notePause(): void {
    if (this.isFinalDue) this.endsAtNextFinal = true;
    else this.endUtterance();
  }

  /** Gives the final of the collected words. */
  endUtterance(): void {
    if (this.words.length > 0) this.give([...this.words], true);
    // A final without text withdraws the partials.
    else if (this.shownMs !== null) this.give([], true);
    this.words = [];
    this.shownMs = null;
    this.isFinalDue = false;
    this.endsAtNextFinal = false;
  }

  private addFinal({ words, endMs, endsUtterance, language }: SpanResult): void {
    const more = words.filter((word) => word.endMs > this.finalMs || word.startMs >= this.finalMs);
    this.words = [...this.words, ...more.map((word) => ({ ...word, startMs: Math.max(word.startMs, this.finalMs) }))];
    this.finalMs = endMs;
    this.isFinalDue = false;
    this.language = language ?? this.language;
    const isLong = endMs - this.coveredMs >= MAX_UTTERANCE_MS;
    if (endsUtterance || this.endsAtNextFinal || isLong || this.words.length === 0) this.endUtterance();
  }

  private showPartial({ words, language, startMs }: SpanResult): void {
    if (words.length === 0) return;
    this.shownMs ??= this.words[0]?.startMs ?? words[0]?.startMs ?? startMs;
    this.isFinalDue = true;
    this.language = language ?? this.language;
    this.give([...this.words, ...words], false);
  }

  private give(words: readonly Word[], isFinal: boolean): void {
    const startMs = words[0]?.startMs ?? this.shownMs ?? this.finalMs;
    this.onResult({
      kind: 'words',
      isFinal,
      startMs,
      endMs: Math.max(startMs, words.at(-1)?.endMs ?? startMs),
      text: words.map(({ text }) => text).join(' '),
      words,
      language: this.language,
    });
  }
}
