import type { Word } from '@earshot/contracts';

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** The start of each word in the text; null unless the words are those of the text, one after the other. */
export function locateWords(text: string, words: readonly Word[]): number[] | null {
  const starts: number[] = [];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return null;
  let position = 0;
  for (const word of words) {
    const start = lower.indexOf(word.text.toLowerCase(), position);
    if (start < 0 || LETTER_OR_DIGIT.test(lower.slice(position, start))) return null;
    starts.push(start);
    position = start + word.text.length;
  }
  return starts;
}
