import type { Word } from '@earshot/contracts';
import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { wordsOf, type Utterance, type UtteranceSource } from './utterance.js';

/** At most two partials a second, as recognisers do. */
const PARTIAL_EVERY_MS = 500;
const COVERED_EVERY_MS = 5_000;

/**
 * Says what its source says when the audio of it was written. A word belongs to the stream that gets the audio of its
 * end, so a stream that is ended mid-utterance and one that goes on from there say each word exactly once.
 */
export class ScriptedSpeechStream implements SpeechStream {
  private writtenSamples = 0;
  private closed = false;
  private coveredMs = 0;
  private utterance: Utterance | null = null;
  private words: Word[] = [];
  private heardWords = 0;
  private partialAtMs = -Infinity;

  constructor(
    private readonly options: SpeechStreamOptions,
    private readonly source: UtteranceSource,
  ) {
    this.advance();
  }

  async write(samples: Int16Array): Promise<void> {
    if (this.closed) throw new Failure('SPEECH_STREAM_CLOSED', 'audio came after the end of the speech stream');
    this.writtenSamples += samples.length;
    const nowMs = this.nowMs();
    while (this.utterance !== null && this.utterance.endMs <= nowMs) {
      this.say(true, this.words);
      this.cover(this.utterance.endMs);
      this.advance();
    }
    this.hearWords(nowMs);
    const saidUntilMs = Math.min(nowMs, this.utterance?.startMs ?? nowMs);
    if (saidUntilMs - this.options.startMs - this.coveredMs >= COVERED_EVERY_MS) this.cover(saidUntilMs);
  }

  async end(): Promise<void> {
    if (this.closed) return;
    const nowMs = this.nowMs();
    this.hearWords(nowMs);
    if (this.heardWords > 0) this.say(true, this.words.slice(0, this.heardWords));
    this.cover(nowMs);
    this.closed = true;
  }

  async abort(): Promise<void> {
    this.closed = true;
  }

  private nowMs(): number {
    return this.options.startMs + (this.writtenSamples * 1_000) / this.options.sampleRateHz;
  }

  private advance(): void {
    this.utterance = this.source.next();
    this.words =
      this.utterance === null ? [] : wordsOf(this.utterance).filter((word) => word.endMs > this.options.startMs);
    this.heardWords = 0;
    this.partialAtMs = -Infinity;
  }

  private hearWords(nowMs: number): void {
    const before = this.heardWords;
    while ((this.words[this.heardWords]?.endMs ?? Infinity) <= nowMs) this.heardWords += 1;
    if (this.heardWords === before || nowMs - this.partialAtMs < PARTIAL_EVERY_MS) return;
    this.partialAtMs = nowMs;
    this.say(false, this.words.slice(0, this.heardWords));
  }

  private say(isFinal: boolean, words: readonly Word[]): void {
    const first = words[0];
    const last = words.at(-1);
    if (first === undefined || last === undefined) return;
    const relative = words.map((word) => ({
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
      words: relative,
    });
  }

  private cover(callMs: number): void {
    const toMs = this.relativeMs(callMs);
    if (toMs <= this.coveredMs) return;
    this.coveredMs = toMs;
    this.options.onResult({ kind: 'covered', toMs });
  }

  private relativeMs(callMs: number): number {
    return Math.max(0, callMs - this.options.startMs);
  }
}
