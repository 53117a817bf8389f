import { monthOfName } from './kinds/read-month.js';
import { readOrdinal } from './kinds/read-ordinal.js';
import { readYear } from './kinds/read-year.js';
import { readNumber, startsNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** Where a date is among the tokens. */
export interface TokenSpan {
  readonly from: number;
  readonly to: number;
}

/** The dates with the name of a month, such as "the third of May" and "July twenty seventh twenty twenty six". */
export function findSpokenDates(tokens: readonly Token[]): TokenSpan[] {
  return tokens.flatMap((token, index) => (monthOfName(token) === null ? [] : (dateAround(tokens, index) ?? [])));
}

function dateAround(tokens: readonly Token[], month: number): TokenSpan | null {
  const from = dayBefore(tokens, month);
  const end = (from === null ? dayAt(tokens, skip(tokens, month + 1, 'the')) : null) ?? month + 1;
  const to = readYear(tokens, skip(tokens, end, 'of'))?.to ?? end;
  // "november six" may spell the beginning of a code.
  const date = { from: from ?? month, to };
  const isBare = to - date.from === 1;
  return isBare || (to === end && mayBeLetter(tokens, date, month)) ? null : date;
}

const mayBeLetter = (tokens: readonly Token[], { from, to }: TokenSpan, month: number): boolean =>
  tokens[month]?.text === 'november' &&
  !tokens.slice(from, to).some((_, offset) => readOrdinal(tokens, from + offset) !== null);

const skip = (tokens: readonly Token[], index: number, word: string): number =>
  tokens[index]?.text === word ? index + 1 : index;

/** Index of the day that ends before the month; null when there is none. */
function dayBefore(tokens: readonly Token[], month: number): number | null {
  const end = tokens[month - 1]?.text === 'of' ? month - 1 : month;
  const day = [end - 2, end - 1].find((index) => index >= 0 && dayAt(tokens, index) === end);
  return day === undefined || isInNumber(tokens, day, month) ? null : day;
}

/** Whether the day is the last digit of a number before a date that has its day after the month: "… oh five seven, May seventh". */
const isInNumber = (tokens: readonly Token[], day: number, month: number): boolean =>
  startsNumber(tokens, day - 1) && dayAt(tokens, skip(tokens, month + 1, 'the')) !== null;

/** Index after the day that begins at a token; null when none does. */
function dayAt(tokens: readonly Token[], index: number): number | null {
  const ordinal = readOrdinal(tokens, index);
  if (ordinal !== null) return ordinal.to;
  const number = readNumber(tokens, index);
  return number !== null && /^(0?[1-9]|[12]\d|3[01])$/.test(number.digits) ? number.next : null;
}
