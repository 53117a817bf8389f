import type { NumberGroup } from './number-groups.js';
import { readNumber, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** "131 over 92". */
export const isRatio = (tokens: readonly Token[], { from, to }: NumberGroup): boolean =>
  (textAt(tokens, to) === 'out' && textAt(tokens, to + 1) === 'of' && startsNumber(tokens, to + 2)) ||
  (textAt(tokens, to) === 'over' && startsNumber(tokens, to + 1)) ||
  (textAt(tokens, from - 1) === 'over' && startsNumber(tokens, from - 2));

/** "thirty two sixty nine in total", "it comes to 63.20". */
export const isTotal = (tokens: readonly Token[], { from, to }: NumberGroup): boolean =>
  (textAt(tokens, to) === 'in' && textAt(tokens, to + 1) === 'total') ||
  (textAt(tokens, from - 1) === 'to' && waysToCome.has(textAt(tokens, from - 2)));

const waysToCome = new Set(['comes', 'came', 'come']);

/** Longest part of a decimal before and after its point. */
const MAX_DECIMAL_DIGITS = 3;

/** Either part of "15 point 3". It may be a date. */
export const isSpokenDecimal = (tokens: readonly Token[], { from, to, digits }: NumberGroup): boolean =>
  digits.length <= MAX_DECIMAL_DIGITS &&
  (isPartOfVersion(tokens, from) ||
    (textAt(tokens, to) === 'point' && startsNumber(tokens, to + 1)) ||
    (textAt(tokens, from - 1) === 'point' && startsNumber(tokens, from - 2)));

/** Numbers of a version, and digits of the longest one. */
const NUMBERS_IN_VERSION = 3;
const MAX_VERSION_NUMBER = 99;

/** Whether a number belongs to "11 dot 5 dot 2". Three single digits may be a code that somebody reads out. */
function isPartOfVersion(tokens: readonly Token[], from: number): boolean {
  let first = from;
  while (textAt(tokens, first - 1) === 'dot' && readNumber(tokens, first - 2)?.next === first - 1) first -= 2;
  const numbers: string[] = [];
  let end = first;
  for (let number = readNumber(tokens, first); number !== null; number = readNumber(tokens, end + 1)) {
    numbers.push(number.digits);
    end = number.next;
    if (textAt(tokens, end) !== 'dot') break;
  }
  const isShort = numbers.every(
    (digits) => digits.length === String(Number(digits)).length && Number(digits) <= MAX_VERSION_NUMBER,
  );
  return numbers.length === NUMBERS_IN_VERSION && isShort && numbers.some(({ length }) => length > 1);
}
