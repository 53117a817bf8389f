import type { Word } from '@earshot/contracts';

/** Moves the words of an utterance to the clock of the stream, in order and within the speech. */
export function placeWords(words: readonly Word[], offsetMs: number, startMs: number, endMs: number): Word[] {
  let atMs = startMs;
  return words.map((word) => {
    const fromMs = clamp(offsetMs + word.startMs, atMs, endMs);
    atMs = fromMs;
    return { ...word, startMs: fromMs, endMs: clamp(offsetMs + word.endMs, fromMs, endMs) };
  });
}

const clamp = (ms: number, minMs: number, maxMs: number): number => Math.min(Math.max(ms, minMs), maxMs);
