import type { Word } from '@earshot/contracts';

/** One utterance on a track. Times are milliseconds on the call clock. */
export interface Utterance {
  readonly track: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  /** Of each word, from 0 to 1. */
  readonly confidence?: number | undefined;
}

/** The utterances of one track in order; null after the last one. */
export interface UtteranceSource {
  /** BCP 47 tag of the utterances. */
  readonly language?: string | undefined;
  next(): Utterance | null;
}

/** The words of an utterance. A script has no word times, so each word gets an equal share. */
export function wordsOf(utterance: Utterance): Word[] {
  const texts = utterance.text.split(/\s+/).filter((text) => text !== '');
  const { confidence } = utterance;
  const perWordMs = (utterance.endMs - utterance.startMs) / texts.length;
  return texts.map((text, index) => ({
    text,
    startMs: Math.round(utterance.startMs + index * perWordMs),
    endMs: index === texts.length - 1 ? utterance.endMs : Math.round(utterance.startMs + (index + 1) * perWordMs),
    ...(confidence !== undefined && { confidence }),
  }));
}
