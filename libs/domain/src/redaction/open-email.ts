import { joiners, leadWords, MAX_LOCAL_TOKENS } from './email-words.js';
import type { Label } from './find-labels.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';

/** Most words after which a partial still hides everything although no word of it is typical of an address. */
const MAX_UNTYPICAL_WORDS = 3;
/** Longest part of an address without its end, in tokens. */
const MAX_OPEN_TOKENS = MAX_LOCAL_TOKENS + 8;

/**
 * The beginning of an address that a partial ends with: from the word after the label, or from the start of an answer to
 * the question for an address, to the end of the text. Null when the partial does not end with one.
 */
export function findOpenEmail(tokens: readonly Token[], labels: readonly Label[]): CharSpan | null {
  const label = labels.filter(({ kind }) => kind === 'EMAIL').at(-1);
  const from = skipLeadWords(tokens, label?.to ?? 0);
  const first = tokens[from];
  const last = tokens.at(-1);
  const count = tokens.length - from;
  if (first === undefined || last === undefined || count > MAX_OPEN_TOKENS) return null;
  const isAnnounced = label === undefined || tokens[from - 1]?.text === 'is';
  const isLikely = tokens.slice(from).some(isTypical) || (isAnnounced && count <= MAX_UNTYPICAL_WORDS);
  return isLikely ? { start: first.start, end: last.end } : null;
}

function skipLeadWords(tokens: readonly Token[], from: number): number {
  let index = from;
  while (index < tokens.length && leadWords.has(tokens[index]?.text ?? '')) index++;
  return index;
}

/** A word that addresses have and sentences seldom do: a joiner, "at", a single letter. */
const isTypical = ({ text }: Token): boolean =>
  joiners.has(text) || text === 'at' || (text.length === 1 && text !== 'i' && text !== 'a');
