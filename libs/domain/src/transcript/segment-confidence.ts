import type { Word } from '@earshot/contracts';

type Confidences = readonly Pick<Word, 'confidence'>[];

/**
 * How sure the engine is of a segment, from 0 to 1: the mean of its words, in thousandths, so that a sum of fractions does
 * not fall below a limit that each word reaches. Null when the engine does not say.
 */
export function segmentConfidence(words: Confidences): number | null {
  const known = words.flatMap(({ confidence }) => confidence ?? []);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  return Math.round(mean * 1_000) / 1_000;
}

/** Whether the engine itself doubts the words, so that nothing may be concluded from them. */
export function isUncertain(words: Confidences, minConfidence: number): boolean {
  const confidence = segmentConfidence(words);
  return confidence !== null && confidence < minConfidence;
}
