import type { Word } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { wordsOf, type Utterance, type UtteranceSource } from './utterance.js';

/** At most two partials a second, like real recognisers. */
const PARTIAL_EVERY_MS = 500;
const COVERED_EVERY_MS = 5_000;

/**
 * Emits each utterance once its audio is written. A word belongs to the stream that gets the word's last sample: if one
 * stream ends in mid-utterance and another one continues there, each word is emitted exactly once.
 */
export class ScriptedSpeechStream implements SpeechStream {
  private writtenSamples = 0;
  private closed = false;
  private coveredMs = 0;
  private utterance: Utterance | null = null;
  private words: Word[] = [];
  private spokenWords = 0;
  private partialAtMs = -Infinity;

  constructor(
    private readonly options: SpeechStreamOptions,
    private readonly source: UtteranceSource,
  ) {
    this.takeNextUtterance();
  }

  async write(samples: Int16Array): Promise<void> {
    if (this.closed) throw new Failure('SPEECH_STREAM_CLOSED', 'audio came after the end of the speech stream');
    this.writtenSamples += samples.length;
    const nowMs = this.nowMs();
    while (this.utterance !== null && this.utterance.endMs <= nowMs) {
      if (this.utterance.text === '') this.emitWordless(this.utterance);
      this.emitWords(true, this.words);
      this.emitCovered(this.utterance.endMs);
      this.takeNextUtterance();
    }
    this.emitPartial(nowMs);
    const settledMs = Math.min(nowMs, this.utterance?.startMs ?? nowMs);
    if (settledMs - this.options.startMs - this.coveredMs >= COVERED_EVERY_MS) this.emitCovered(settledMs);
  }

  async end(): Promise<void> {
    if (this.closed) return;
    const nowMs = this.nowMs();
    this.emitPartial(nowMs);
    if (this.spokenWords > 0) this.emitWords(true, this.words.slice(0, this.spokenWords));
    this.emitCovered(nowMs);
    this.closed = true;
  }

  async abort(): Promise<void> {
    this.closed = true;
  }

  private nowMs(): number {
    return this.options.startMs + samplesToMs(this.writtenSamples, this.options.sampleRateHz);
  }

  private takeNextUtterance(): void {
    this.utterance = this.source.next();
    this.words =
      this.utterance === null ? [] : wordsOf(this.utterance).filter((word) => word.endMs > this.options.startMs);
    this.spokenWords = 0;
    this.partialAtMs = -Infinity;
  }

  private emitPartial(nowMs: number): void {
    const before = this.spokenWords;
    while ((this.words[this.spokenWords]?.endMs ?? Infinity) <= nowMs) this.spokenWords += 1;
    if (this.spokenWords === before || nowMs - this.partialAtMs < PARTIAL_EVERY_MS) return;
    this.partialAtMs = nowMs;
    this.emitWords(false, this.words.slice(0, this.spokenWords));
  }

  private emitWords(isFinal: boolean, words: readonly Word[]): void {
    const first = words[0];
    const last = words.at(-1);
    if (first === undefined || last === undefined) return;
    const relativeWords = words.map((word) => ({
      ...word,
      startMs: this.relativeMs(word.startMs),
      endMs: this.relativeMs(word.endMs),
    }));
    this.options.onResult({
      kind: 'words',
      isFinal,
      startMs: this.relativeMs(first.startMs),
      endMs: this.relativeMs(last.endMs),
      text: words.map((word) => word.text).join(' '),
      words: relativeWords,
      language: this.source.language,
    });
  }

  private emitWordless({ startMs, endMs }: Utterance): void {
    this.options.onResult({ kind: 'wordless', startMs: this.relativeMs(startMs), endMs: this.relativeMs(endMs) });
  }

  private emitCovered(callMs: number): void {
    const toMs = this.relativeMs(callMs);
    if (toMs <= this.coveredMs) return;
    this.coveredMs = toMs;
    this.options.onResult({ kind: 'covered', toMs });
  }

  private relativeMs(callMs: number): number {
    return Math.max(0, callMs - this.options.startMs);
  }
}
