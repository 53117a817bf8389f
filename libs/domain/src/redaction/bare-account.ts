import type { Label } from './label-phrases.js';
import { countDigits, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most words from "account" to its number. */
const MAX_WORDS = 8;
/** Shortest number that the word alone names. */
const MIN_DIGITS = 6;
const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words after which another number follows: an amount, the last four digits, or the number of another thing. */
const wordsOfOthers = new Set(
  'balance ending ends end in with order claim case ticket reference policy invoice booking phone mobile email card meter on manager total paid amount since from'.split(
    ' ',
  ),
);
/** "My account changed from 4471 8820 to …" */
const isChangedFrom = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index) === 'from' && changes.has(textAt(tokens, index - 1));

const changes = words('changed switched moved');
const questions = new Set('customer which what whose'.split(' '));

/** "Account" where a long number follows, or where somebody asks which one: "you debited the wrong account, it should be 44718890". */
export function bareAccountAt(tokens: readonly Token[], index: number): Label | null {
  const word = textAt(tokens, index);
  if ((word !== 'account' && word !== 'accounts') || isNextToAccount(tokens, index)) return null;
  const isAsked =
    (index === tokens.length - 1 && (questions.has(textAt(tokens, index - 1)) || isAnnounced(tokens, index))) ||
    isAskedInClause(tokens, index);
  return isAsked || isBeforeNumber(tokens, index + 1) ? { kind: 'ACCOUNT', from: index, to: index + 1 } : null;
}

/** "Straight to the bank, I'll give you the account." */
const isAnnounced = (tokens: readonly Token[], index: number): boolean =>
  owners.has(textAt(tokens, index - 1)) &&
  !prepositions.has(textAt(tokens, index - 2)) &&
  tokens.slice(0, index).some(({ text }) => waysToTell.has(text));

/** "It's next to the account": the word says where another number is. */
export const isNextToAccount = (tokens: readonly Token[], index: number): boolean =>
  owners.has(textAt(tokens, index - 1)) && textAt(tokens, index - 2) === 'to' && textAt(tokens, index - 3) === 'next';

const owners = words('the my your');
/** "The PIN of your account". */
const prepositions = words('of on for to in with from');
const waysToTell = words('give read tell spell');

/** "Can you confirm the account you pay from?", "what's the account we're paying into", "the account you want it in". */
const isAskedInClause = (tokens: readonly Token[], index: number): boolean =>
  wordsAfterAsked.has(textAt(tokens, index + 1)) &&
  (tokens.slice(0, index).some(({ text }) => requests.has(text)) || wishes.has(textAt(tokens, index + 2))) &&
  !tokens.slice(index).some((_, offset) => startsNumber(tokens, index + offset));

const wordsAfterAsked = words(`on you you'd you're we we'd we're they they're it it's that to for please`);
const requests = words(`use debit charge credit shall confirm give tell read which what what's`);
/** What people do with an account of which they are asked: "the account you want it in". */
const wishes = words('want use pay prefer hold need');

function isBeforeNumber(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at - from <= MAX_WORDS && at < tokens.length; at++) {
    if (startsNumber(tokens, at)) return countDigits(tokens, at) >= MIN_DIGITS;
    if (wordsOfOthers.has(textAt(tokens, at)) && !isChangedFrom(tokens, at)) return false;
  }
  return false;
}
