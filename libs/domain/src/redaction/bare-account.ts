import type { Label } from './label-phrases.js';
import { readNumber, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most words from "account" to its number. */
const MAX_WORDS = 8;
/** Shortest number that the word alone names. */
const MIN_DIGITS = 6;
/** Words after which another number follows: an amount, the last four digits, or the number of another thing. */
const wordsOfOthers = new Set(
  'balance ending ends end in with order claim case ticket reference policy invoice booking phone mobile email card meter on manager total paid amount since from'.split(
    ' ',
  ),
);
const questions = new Set('customer which what whose'.split(' '));

/** "Account" where a long number follows, or where somebody asks which one: "you debited the wrong account, it should be 44718890". */
export function bareAccountAt(tokens: readonly Token[], index: number): Label | null {
  const word = textAt(tokens, index);
  if (word !== 'account' && word !== 'accounts') return null;
  const isAsked =
    (index === tokens.length - 1 && questions.has(textAt(tokens, index - 1))) || isAskedInClause(tokens, index);
  return isAsked || isBeforeNumber(tokens, index + 1) ? { kind: 'ACCOUNT', from: index, to: index + 1 } : null;
}

/** "Can you confirm the account you pay from?" */
const isAskedInClause = (tokens: readonly Token[], index: number): boolean =>
  people.has(textAt(tokens, index + 1)) &&
  tokens.slice(0, index).some(({ text }) => requests.has(text)) &&
  !tokens.slice(index).some((_, offset) => startsNumber(tokens, index + offset));

const people = new Set(['you', 'we', 'they', 'it']);
const requests = new Set(['confirm', 'give', 'tell', 'read', 'which', 'what', "what's"]);

function isBeforeNumber(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at - from <= MAX_WORDS && at < tokens.length; at++) {
    if (startsNumber(tokens, at)) return countDigits(tokens, at) >= MIN_DIGITS;
    if (wordsOfOthers.has(textAt(tokens, at))) return false;
  }
  return false;
}

function countDigits(tokens: readonly Token[], from: number): number {
  let count = 0;
  for (let number = readNumber(tokens, from); number !== null; number = readNumber(tokens, number.next))
    count += number.digits.length;
  return count;
}
