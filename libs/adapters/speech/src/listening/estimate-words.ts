import type { Word } from '@earshot/contracts';

/** A word takes time for its letters and for the breath around it. */
const LETTERS_BETWEEN_WORDS = 1;

/**
 * The words of an utterance with estimated times: the engine gives none, so each word gets a share of the speech by its
 * length. Times are rounded to milliseconds, do not overlap and fill the speech.
 */
export function estimateWords(text: string, startMs: number, endMs: number): Word[] {
  const texts = text.split(/\s+/).filter((word) => word !== '');
  const weights = texts.map((word) => [...word].length + LETTERS_BETWEEN_WORDS);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  return texts.map((word, n) => {
    const from = reached;
    reached += weights[n] ?? 0;
    const at = (weight: number) => Math.round(startMs + ((endMs - startMs) * weight) / total);
    return { text: word, startMs: at(from), endMs: at(reached) };
  });
}
