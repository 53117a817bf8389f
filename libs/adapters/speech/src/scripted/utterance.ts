import type { Channel, Word } from '@earshot/contracts';

/** One thing said on a channel; times are call-clock milliseconds. */
export interface Utterance {
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

/** What one channel says, in order. Null once nothing more comes. */
export interface UtteranceSource {
  next(): Utterance | null;
}

/** The words of an utterance; each takes an equal part of its time, since a script does not say more. */
export function wordsOf(utterance: Utterance): Word[] {
  const texts = utterance.text.split(/\s+/).filter((text) => text !== '');
  const perWordMs = (utterance.endMs - utterance.startMs) / texts.length;
  return texts.map((text, index) => ({
    text,
    startMs: Math.round(utterance.startMs + index * perWordMs),
    endMs: index === texts.length - 1 ? utterance.endMs : Math.round(utterance.startMs + (index + 1) * perWordMs),
  }));
}
