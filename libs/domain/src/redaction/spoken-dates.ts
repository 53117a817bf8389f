import { natoWords } from './kinds/read-code-at.js';
import { monthOfName } from './kinds/read-month.js';
import { readOrdinal } from './kinds/read-ordinal.js';
import { readYear } from './kinds/read-year.js';
import { readNumber, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Where a date is among the tokens. */
export interface TokenSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The dates with the name or the number of a month, such as "the third of May", "July twenty seventh twenty twenty six" and "the
 * fourth of the second".
 */
export function findSpokenDates(tokens: readonly Token[]): TokenSpan[] {
  return tokens.flatMap(
    (token, index) => (monthOfName(token) === null ? dateOfOrdinals(tokens, index) : dateAround(tokens, index)) ?? [],
  );
}

/** "Fourth of the second twenty twenty six". */
function dateOfOrdinals(tokens: readonly Token[], from: number): TokenSpan | null {
  const day = readOrdinal(tokens, from);
  if (day === null || textAt(tokens, day.to) !== 'of') return null;
  const month = readOrdinal(tokens, skip(tokens, day.to + 1, 'the'));
  if (month === null || Number(month.digits) > MONTHS) return null;
  return { from, to: readYear(tokens, skip(tokens, month.to, 'of'))?.to ?? month.to };
}

const MONTHS = 12;

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

/** "one oh two oh twenty four", "22 3 2024": a day, a month and a year in one of the usual orders. */
export const isNumericDate = (digits: string): boolean =>
  /^(?:(?:0?[1-9]|[12]\d|3[01])(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12]\d|3[01]))(?:19|20)?\d\d$/.test(
    digits,
  );

/** "one six oh three twenty twenty seven", "18 07 2024": a whole date of groups, with its year in four digits. */
export const isWholeDate = (
  tokens: readonly Token[],
  { from, to, digits, numbers }: TokenSpan & { readonly digits: string; readonly numbers: readonly string[] },
): boolean =>
  numbers.length > 1 &&
  digits.length >= MIN_DATE_DIGITS &&
  !natoWords.has(textAt(tokens, from - 1)) &&
  textAt(tokens, from - 1).length !== 1 &&
  YEAR_OF_PLAN.test(digits) &&
  isNumericDate(digits) &&
  endsInYear(tokens, from, to);

/** Fewest digits of a day, a month and a year of four digits. With six, "15 2021" may belong to a code. */
const MIN_DATE_DIGITS = 7;
/** Years for which people plan. */
const YEAR_OF_PLAN = /20[123]\d$/;

/** Whether the last tokens say the year in one way, such as "twenty twenty seven" and "2027". */
const endsInYear = (tokens: readonly Token[], from: number, to: number): boolean =>
  [1, 2, 3].some(
    (count) =>
      to - count > from && readYear(tokens, to - count)?.to === to && readYear(tokens, to - count)?.digits.length === 4,
  );
