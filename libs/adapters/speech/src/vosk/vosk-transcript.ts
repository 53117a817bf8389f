import type { Word } from '@earshot/contracts';
import type { SpeechResult } from '@earshot/ports';
import { estimateWords } from '../listening/estimate-words.js';
import { placeWords } from '../listening/place-words.js';
import type { VoskAnswer } from './normalize-vosk.js';
import { voskFailures } from './vosk-failure.js';

/** vosk shows a word at most this long after it began. */
const WORD_LAG_MS = 1_500;

/** The answers of one stream in order. Each answer is about all audio up to its message. */
export class VoskTranscript {
  /** Audio before this is covered: no later final begins earlier. */
  private reachedMs = 0;
  /** Where the words that were shown begin; null while none were. */
  private shownMs: number | null = null;
  private shownText = '';

  constructor(private readonly onResult: (result: SpeechResult) => void) {}

  get coveredMs(): number {
    return this.reachedMs;
  }

  /** `processedMs`: end of the audio that the answer is about. Throws a retryable `Failure` for a final that came already. */
  addAnswer(answer: VoskAnswer, processedMs: number): void {
    if (answer.kind === 'partial') this.showPartial(answer.text, processedMs);
    else this.giveFinal(answer, processedMs);
  }

  private showPartial(text: string, processedMs: number): void {
    if (text === '') {
      if (this.shownMs === null) this.reachedMs = Math.max(this.reachedMs, processedMs - WORD_LAG_MS);
      return;
    }
    this.shownMs ??= Math.max(this.reachedMs, processedMs - WORD_LAG_MS);
    if (text === this.shownText) return;
    this.shownText = text;
    this.give(text, estimateWords(text, this.shownMs, processedMs), { isFinal: false, areEstimated: true });
  }

  private giveFinal({ text, words }: Extract<VoskAnswer, { kind: 'final' }>, processedMs: number): void {
    if (text !== '')
      this.give(text, this.placeFinal(text, words, processedMs), { isFinal: true, areEstimated: words === null });
    // A final without text withdraws the partials.
    else if (this.shownMs !== null) this.give('', [], { isFinal: true, areEstimated: false });
    this.reachedMs = Math.max(this.reachedMs, processedMs);
    this.shownMs = null;
    this.shownText = '';
  }

  private placeFinal(text: string, words: readonly Word[] | null, processedMs: number): readonly Word[] {
    if (words !== null && (words.at(-1)?.endMs ?? Infinity) <= this.reachedMs)
      throw voskFailures.invalidMessage('a final for audio that has one');
    if (words !== null) return placeWords(words, 0, this.reachedMs, processedMs);
    return estimateWords(text, this.shownMs ?? this.reachedMs, processedMs);
  }

  private give(
    text: string,
    words: readonly Word[],
    { isFinal, areEstimated }: { readonly isFinal: boolean; readonly areEstimated: boolean },
  ): void {
    const startMs = words[0]?.startMs ?? this.shownMs ?? this.reachedMs;
    const endMs = Math.max(startMs, words.at(-1)?.endMs ?? startMs);
    this.onResult({
      kind: 'words',
      isFinal,
      startMs,
      endMs,
      text,
      words,
      ...(areEstimated && { areWordTimesEstimated: true }),
    });
  }
}
