import { joiners, leadWords, MAX_LOCAL_TOKENS, sentenceWords } from './email-words.js';
import type { Label } from './find-labels.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';

/** Longest part of an address without its end, in tokens. */
const MAX_OPEN_TOKENS = MAX_LOCAL_TOKENS + 8;

/**
 * The beginning of an address that a partial ends with, after the label or in the answer to the question for an address: the
 * last words that may belong to one. Null when the last word cannot.
 */
export function findOpenEmail(tokens: readonly Token[], labels: readonly Label[]): CharSpan | null {
  const label = labels.filter(({ kind }) => kind === 'EMAIL').at(-1);
  const earliest = Math.max(label?.to ?? 0, tokens.length - MAX_OPEN_TOKENS);
  let from = tokens.length;
  while (from > earliest && mayBePart(tokens, from - 1)) from--;
  while (from < tokens.length && leadWords.has(tokens[from]?.text ?? '')) from++;
  const first = tokens[from];
  const last = tokens.at(-1);
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

/** Whether a word may belong to an address: no word of a sentence, or one beside a joiner or a spelled letter. */
function mayBePart(tokens: readonly Token[], index: number): boolean {
  const text = tokens[index]?.text ?? '';
  if (!sentenceWords.has(text) || isTypical(text)) return true;
  const beside = [tokens[index - 1]?.text ?? '', tokens[index + 1]?.text ?? ''];
  return beside.some((word) => joiners.has(word) || (text.length === 1 && (isLetter(word) || word === 'at')));
}

const isTypical = (text: string): boolean => joiners.has(text) || text === 'at';

const isLetter = (text: string): boolean => text.length === 1 && text !== 'i' && text !== 'a';
