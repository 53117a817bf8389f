import { RecentIds } from '@earshot/domain';
import type { SpeechStreamOptions } from '@earshot/ports';
import type { ChannelResult } from './normalize-amazon-transcribe.js';

/** A result of the service, placed on the clock of the stream. */
export type PlacedResult = Omit<ChannelResult, 'channel'>;

/** Finals whose repetition is noticed. */
const MAX_REMEMBERED_FINALS = 64;
const COVER_EVERY_MS = 1_000;

/** The results of one stream in order: partials, their final, and how much audio is covered. */
export class ChannelTranscript {
  private readonly finalIds = new RecentIds(MAX_REMEMBERED_FINALS);
  private partial: { readonly id: string; readonly startMs: number; readonly endMs: number } | null = null;
  /** No later result may begin before this. */
  private doneMs = 0;
  private coveredMs = 0;

  constructor(private readonly onResult: SpeechStreamOptions['onResult']) {}

  /** An utterance has partials and no final yet. */
  get isUtteranceOpen(): boolean {
    return this.partial !== null;
  }

  addResult(result: PlacedResult): void {
    if (this.finalIds.has(result.resultId)) return;
    if (result.isFinal) this.addFinal(result);
    else this.addPartial(result);
  }

  /** Covers audio before `toMs`, but not an utterance that is open. */
  coverUntil(toMs: number, atLeastMs = COVER_EVERY_MS): void {
    const untilMs = Math.min(toMs, this.partial?.startMs ?? Infinity);
    if (untilMs - this.coveredMs < atLeastMs || untilMs <= this.coveredMs) return;
    this.coveredMs = untilMs;
    this.doneMs = Math.max(this.doneMs, untilMs);
    this.onResult({ kind: 'covered', toMs: untilMs });
  }

  private addFinal(result: PlacedResult): void {
    this.finalIds.add(result.resultId);
    const endsUtterance = this.partial !== null && this.partial.startMs <= result.endMs;
    if (endsUtterance) this.partial = null;
    // A final without text withdraws the partials of its utterance.
    if (endsUtterance || result.text !== '') this.giveWords(result);
    this.doneMs = Math.max(this.doneMs, result.endMs);
  }

  /** A partial that is older than what is known already is left out. Another one follows it soon. */
  private addPartial(result: PlacedResult): void {
    if (result.text === '' || result.startMs < this.doneMs) return;
    if (this.partial?.id === result.resultId && result.endMs < this.partial.endMs) return;
    this.partial = { id: result.resultId, startMs: result.startMs, endMs: result.endMs };
    this.giveWords(result);
  }

  /** A final that comes late keeps its words, placed after those that were given before. */
  private giveWords({ isFinal, text, words, language, insights, ...span }: PlacedResult): void {
    const startMs = Math.max(span.startMs, this.doneMs);
    const endMs = Math.max(span.endMs, startMs);
    this.onResult({
      kind: 'words',
      isFinal,
      startMs,
      endMs,
      text,
      words: words.map((word) => ({
        ...word,
        startMs: Math.max(word.startMs, startMs),
        endMs: Math.max(word.endMs, startMs),
      })),
      language,
      ...(insights !== undefined && { insights }),
    });
  }
}
