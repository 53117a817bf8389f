import { isWholeCard } from '../card-numbers.js';
import { isOh, readNumber, startsDigits } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import type { ValuePlace } from './labelled-kind.js';
import { monthOfName } from './read-month.js';

/** Longest expiry date with the security code after it, in digits. */
const MAX_DIGITS_WITH_CODE = 10;

/** Whether the place is within a number such as a card: an expiry date stands alone. */
export const continuesNumber = ({ tokens, index, text }: ValuePlace): boolean =>
  isDirectlyAfterNumber(tokens, index) &&
  (isSingleDigit(tokens[index]) || !/[,.;]/.test(text.slice(tokens[index - 1]?.end ?? 0, tokens[index]?.start))) &&
  !isWholeCard(digitsBefore(tokens, index));

/** "4, 7, 0, 8": a comma between single digits divides nothing. */
const isSingleDigit = (token: Token | undefined): boolean => token?.kind === 'digits' && token.text.length === 1;

function digitsBefore(tokens: readonly Token[], index: number): string {
  let from = index;
  while (from > 0 && isDirectlyAfterNumber(tokens, from)) from--;
  let digits = '';
  for (let at = from; at < index;) {
    const number = readNumber(tokens, at);
    digits += number?.digits ?? '';
    at = number?.next ?? at + 1;
  }
  return digits;
}

const isDirectlyAfterNumber = (tokens: readonly Token[], index: number): boolean =>
  startsDigits(tokens, index - 1) && !isSigh(tokens, index - 1);

/** "Oh 09/28", "oh May 28": nobody says a zero before them. */
const isSigh = (tokens: readonly Token[], index: number): boolean =>
  index === 0 &&
  isOh(tokens[index]) &&
  (monthOfName(tokens[index + 1]) !== null || /^\d{2,}$/.test(tokens[index + 1]?.text ?? ''));

/** Whether the number that begins at the place is longer than a date and a security code. */
export function beginsLongNumber({ tokens, index }: ValuePlace, to: number): boolean {
  let count = 0;
  let at = index;
  for (let number = readNumber(tokens, at); number !== null; number = readNumber(tokens, at)) {
    count += number.digits.length;
    at = number.next;
  }
  return at > to && count > MAX_DIGITS_WITH_CODE;
}
