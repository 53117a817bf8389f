import type { EmailText } from './email-domains.js';
import { determiners, isName, isSurelySpelled } from './email-parts.js';
import { addressWords, bridgeWords, leadWords } from './email-words.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most names before the last part of an address that nobody asked for, and at the end of a final. */
export const MAX_NAMES = 3;

/** Whether a final ends with a few names at the token and says little else: "it's deshawn coleman". */
export function endsFinal(said: EmailText, index: number): boolean {
  const { tokens } = said;
  let first = index;
  while (tokens[first]?.gap !== 'hard' && index - first < MAX_NAMES && isName(said, first - 1)) first--;
  const before = textAt(tokens, first - 1);
  if (tokens[first]?.gap === 'hard' || announcing.has(before) || isSurelySpelled(tokens, first - 1)) return true;
  return !determiners.has(before) && isLead(tokens, first - 1);
}

/** Words directly before an address: "please use jmorales". */
const announcing = new Set(['to', 'use', 'try']);

const moreLeadWords = new Set([
  'it',
  'that',
  'i',
  'think',
  'believe',
  'has',
  'changed',
  'me',
  'could',
  'might',
  'must',
  'be',
  'new',
]);

/** Whether only words that introduce an address are before the index in its final: "yes sure it's". */
function isLead(tokens: readonly Token[], index: number): boolean {
  for (let at = index; at >= 0; at--) {
    const word = textAt(tokens, at);
    if (addressWords.has(word)) return true;
    if (!leadWords.has(word) && !bridgeWords.has(word) && !moreLeadWords.has(word)) return false;
    if (tokens[at]?.gap === 'hard') return true;
  }
  return true;
}
