import type { RedactionKind } from '@earshot/contracts';
import type { ReadValue } from './kinds/labelled-kind.js';
import { monthOfName } from './kinds/read-month.js';
import { readOrdinal } from './kinds/read-ordinal.js';
import { readYear } from './kinds/read-year.js';
import { startsDigits } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** A date, and where it is said. */
interface SaidDate extends Pick<ReadValue, 'to' | 'value'> {
  readonly tokens: readonly Token[];
  readonly from: number;
}

/**
 * Whether a date has the same digits as a known date. Their order does not matter, and one of the two may lack its year or its
 * century. A date with a year is not taken for a known date without one. The digits of an expiry date must be in the same order.
 */
export function isDateSaidAgain(kind: RedactionKind, date: SaidDate, known: string): boolean {
  if (!standsAlone(date) || (kind === 'EXPIRY' && saysDay(date))) return false;
  const { value: said } = date;
  if (kind === 'EXPIRY' && said.length === known.length) return said === known;
  const isShort = said.length < known.length;
  const rest = isShort ? restOf(said, known) : restOf(known, said);
  if (rest === null || (isShort && isYear(rest) && saysYear(date))) return false;
  return rest === '' || Math.min(said.length, known.length) >= MIN_DIGITS_OF_DATE;
}

/** Fewest digits that two dates share when one of them has more. */
const MIN_DIGITS_OF_DATE = 3;

/** Whether no other number is directly before or after the date. */
const standsAlone = ({ tokens, from, to }: SaidDate): boolean =>
  !startsDigits(tokens, from - 1) && !startsDigits(tokens, to);

/** "The 5th of January 25": cards expire in a month. */
function saysDay({ tokens, from, to }: SaidDate): boolean {
  const month = tokens.findIndex((token, index) => index >= from && index < to && monthOfName(token) !== null);
  return month > from ? true : month === from && readOrdinal(tokens, month + 1) !== null;
}

/** The digits of the longer date that the shorter one lacks; null when it holds others. */
function restOf(short: string, long: string): string | null {
  const rest = [...long];
  for (const digit of short) {
    const at = rest.indexOf(digit);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return rest.join('');
}

/** Whether the digits are a year, and not the century that one of the dates holds. */
const isYear = (rest: string): boolean => rest.length === 2 && rest !== '19';

/** Whether a date names its year: "June 13, 1971", "4/4/26". The digits of a spoken date may be only a part of a date. */
function saysYear({ tokens, from, to }: SaidDate): boolean {
  const said = tokens.slice(from, to);
  const hasMonth = said.some((token) => monthOfName(token) !== null);
  const written = said.filter(({ kind }) => kind === 'digits');
  if (written.length + (hasMonth ? 1 : 0) >= PARTS_WITH_YEAR) return true;
  return hasMonth && said.some((_, offset) => readYear(tokens, from + offset)?.to === to);
}

/** Day, month and year. */
const PARTS_WITH_YEAR = 3;
