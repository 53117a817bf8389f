import type { Label } from './label-phrases.js';
import { hesitationAt } from './hesitations.js';
import { isOh, readNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const links = new Set('with has having is shows and the'.split(' '));
const verbs = new Set('ended finished ends finishes finishing terminates terminating concludes'.split(' '));
const prepositions = new Set(['in', 'with', 'on']);
const DIGITS = 4;
/** "My card ended in 0327" names its expiry date. */
const expiryDate = /^(?:0[1-9]|1[0-2])[23]\d$/;

/** The words before the digits in "the one with 2945 at the end" and "my old card ended in 6545"; null for other words. */
export function endingLabelAt(tokens: readonly Token[], index: number): Label | null {
  const from = endOfVerb(tokens, index) ?? endOfStars(tokens, index);
  if (from === null && !links.has(textAt(tokens, index))) return null;
  const { digits, to } = readFour(tokens, from ?? index + 1);
  if (digits.length !== DIGITS) return null;
  const isEnding = from === null ? isAtTheEnd(tokens, to) : !expiryDate.test(digits);
  return isEnding ? { kind: 'LAST_FOUR', from: index, to: from ?? index + 1 } : null;
}

/** Index after "ended in" and "ends"; null when it is not said. */
function endOfVerb(tokens: readonly Token[], index: number): number | null {
  if (!verbs.has(textAt(tokens, index))) return null;
  return prepositions.has(textAt(tokens, index + 1)) ? index + 2 : index + 1;
}

/** "Stars and stars and then 5210": index after the masked digits; null when none are said. */
function endOfStars(tokens: readonly Token[], index: number): number | null {
  if (!masks.has(textAt(tokens, index))) return null;
  let to = index + 1;
  while (to - index < MAX_WORDS_OF_MASK && (masks.has(textAt(tokens, to)) || maskLinks.has(textAt(tokens, to)))) to++;
  return to;
}

const masks = new Set(
  'star stars asterisk asterisks dot dots crosses blanks xs xxxx xxx masked starred hashes bullets'.split(' '),
);
const maskLinks = new Set('and then the is are it says x followed by'.split(' '));
const MAX_WORDS_OF_MASK = 8;

const isAtTheEnd = (tokens: readonly Token[], at: number): boolean =>
  ['at', 'on'].includes(textAt(tokens, at)) && textAt(tokens, at + 1) === 'the' && textAt(tokens, at + 2) === 'end';

/** The index after "and" or a hesitation. */
const afterPause = (tokens: readonly Token[], index: number): number =>
  hesitationAt(tokens, index)?.to ?? (pauses.has(textAt(tokens, index)) ? index + 1 : index);

const pauses = new Set('and uh um er erm so then'.split(' '));

/** Up to four digits. "Eighty seven and oh six" are four. */
function readFour(tokens: readonly Token[], from: number): { readonly digits: string; readonly to: number } {
  let to = from;
  let digits = '';
  while (digits.length < DIGITS) {
    if (digits !== '') to = afterPause(tokens, to);
    const number = readNumber(tokens, to);
    if (number === null && !isOh(tokens[to])) break;
    digits += number?.digits ?? '0';
    to = number?.next ?? to + 1;
  }
  return { digits, to };
}
