import type { ReadNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

const unitsOfAmounts = new Set(
  `dollar dollars bucks cent cents euro euros pound pounds percent minutes minute hours hour days day weeks week months month
  years year times am pm gig gigs gigabytes megabits megabyte megs miles thousand million grand st nd rd th usd
  o'clock degrees inches feet points items people k`.split(/\s+/),
);
const wordsBeforeYears = new Set(
  `in since until till year of by before after january february march april may june july august september october november
  december`.split(/\s+/),
);

/** Where a number is in a text. */
export interface NumberPlace {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Index of the first token of the number. */
  readonly index: number;
  /** Index of the token after the number. */
  readonly next: number;
}

/** Whether a number is an amount, a year, or a part of a date or of a longer code. */
export const isEverydayNumber = (number: ReadNumber, place: NumberPlace): boolean =>
  isAmount(place) || isYear(number.digits, place) || (!number.isSpoken && isInCode(place));

function isAmount(place: NumberPlace): boolean {
  const { text, tokens, index, next } = place;
  return (
    tokens[index]?.currency === true ||
    text[tokens[next - 1]?.end ?? -1] === '%' ||
    unitsOfAmounts.has(tokens[next]?.text ?? '') ||
    isDecimal(place)
  );
}

function isYear(digits: string, { tokens, index, next }: NumberPlace): boolean {
  if (!/^(19|20)\d\d$/.test(digits)) return false;
  const isInDate = tokens[index]?.gap === 'hard' || tokens[next]?.gap === 'hard';
  return isInDate || wordsBeforeYears.has(tokens[index - 1]?.text ?? '');
}

/** Letters touch the digits: "1Z999AA". */
function isInCode({ tokens, index, next }: NumberPlace): boolean {
  const after = tokens[next];
  return tokens[index]?.gap === 'glued' || (after?.gap === 'glued' && after.kind === 'word');
}

/** "12.50" and "1,234.56": either part of an amount with cents. */
const isDecimal = ({ text, tokens, index, next }: NumberPlace): boolean =>
  endsInCents(text, [tokens[index], tokens[next], tokens[next + 1]]) ||
  endsInCents(text, [tokens[index - 1], tokens[index], tokens[next]]);

/** Two digits follow the dot, and no further group follows: "4111.11.1" is no amount. */
function endsInCents(text: string, [units, cents, after]: readonly (Token | undefined)[]): boolean {
  if (units?.kind !== 'digits' || cents?.kind !== 'digits') return false;
  if (units.text.length > 4 || cents.text.length !== 2) return false;
  if (text.slice(units.end, cents.start) !== '.') return false;
  return !(after?.kind === 'digits' && text.slice(cents.end, after.start) === '.');
}
