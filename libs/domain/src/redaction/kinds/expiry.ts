import { isOh, readNumber, type ReadNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isMonthName, readMonth } from './read-month.js';

/** "03/28", "0328", "oh three twenty eight", "October twenty twenty nine", "ten of twenty nine", "march 2028". */
export const expiry: LabelledKind = {
  kind: 'EXPIRY',
  phrases: `expiry|expiry date|expiration|expiration date|exp|exp date|expires|expires on|expires in|expire|expiring|valid until|
    valid thru|valid through|good through|good thru|good until|valid till|valid to|card run out|card runs out|end date on the card|end date of the card|
    gültig bis|ablaufdatum|fecha de caducidad|caduca`,
  isDate: true,
  readValue: (place) => readMonthAndYear(place) ?? readYear(place),
};

/** Words between the month and the year: "the tenth of twenty twenty nine". */
const betweenParts = new Set(['of', 'the', 'slash', 'stroke', 'and', 'uh', 'um', 'er', 'dash', 'over', 'in']);
const MAX_WORDS_BETWEEN = 2;

function readMonthAndYear(place: ValuePlace): ReadValue | null {
  const { tokens, index } = place;
  if (place.soFar !== '') return null;
  const whole = tokens[index]?.kind === 'digits' ? wholeDate(tokens[index]?.text ?? '') : null;
  if (whole !== null) return { to: index + 1, value: whole, isComplete: true, mayContinue: false };
  const month = monthAt(place);
  if (month === null || month.to > place.end) return null;
  const year = yearAfter(place, month.to);
  if (year !== null) return { ...year, value: `${month.value}${year.value}`, isComplete: true, mayContinue: false };
  const mayContinue = onlyFillersFollow(place, month.to);
  return mayContinue ? { ...month, isComplete: isMonthName(tokens[index]), mayContinue } : null;
}

const monthAt = (place: ValuePlace): { to: number; value: string } | null =>
  spelledMonth(place) ?? readMonth(place.tokens, place.index) ?? zeroAndMonth(place);

/** "0328" and "032028". */
function wholeDate(digits: string): string | null {
  const match = /^(0[1-9]|1[0-2])(?:20)?([2-3]\d)$/.exec(digits);
  return match === null ? null : `${match[1]}${match[2]}`;
}

/** "oh three". */
function zeroAndMonth({ tokens, index }: ValuePlace): { to: number; value: string } | null {
  const isZero = isOh(tokens[index]) || tokens[index]?.text === 'zero' || tokens[index]?.text === '0';
  const month = isZero ? readNumber(tokens, index + 1) : null;
  return month !== null && /^[1-9]$/.test(month.digits) ? { to: month.next, value: `0${month.digits}` } : null;
}

/** "one oh", "one one" and "one two" before a year. */
function spelledMonth(place: ValuePlace): { to: number; value: string } | null {
  const first = readNumber(place.tokens, place.index);
  const second = first?.digits === '1' ? readNumber(place.tokens, first.next) : null;
  if (second === null || !/^[012]$/.test(second.digits)) return null;
  return yearAfter(place, second.next) === null ? null : { to: second.next, value: `1${second.digits}` };
}

/** The year after the month, within two words. */
function yearAfter(place: ValuePlace, from: number): { to: number; value: string } | null {
  for (let at = from; at < place.end && at <= from + MAX_WORDS_BETWEEN; at++) {
    const year = yearAt(place, at);
    if (year !== null) return year;
    if (!betweenParts.has(place.tokens[at]?.text ?? '')) return null;
  }
  return null;
}

/** "28", "2028", "twenty eight", "twenty twenty eight", "two thousand twenty eight", "two eight". */
function yearAt({ tokens, end }: ValuePlace, at: number): { to: number; value: string } | null {
  const first = readNumber(tokens, at);
  if (first === null || first.next > end) return null;
  const { digits, next } = first;
  const long = longYear(tokens, first);
  if (long !== null && long.to <= end) return long;
  if (/^[2-3]\d$/.test(digits)) return { to: next, value: digits };
  return digits.length === 1 ? spelledYear({ tokens, end }, { digits, next }) : null;
}

/** "2028", "twenty twenty eight", "two thousand and twenty eight". */
function longYear(tokens: readonly Token[], { digits, next }: ReadNumber): { to: number; value: string } | null {
  if (/^20[2-3]\d$/.test(digits)) return { to: next, value: digits.slice(2) };
  const from = digits === '20' ? next : digits === '2' ? afterThousand(tokens, next) : null;
  const second = from === null ? null : readNumber(tokens, from);
  return second !== null && /^[2-3]\d$/.test(second.digits) ? { to: second.next, value: second.digits } : null;
}

function afterThousand(tokens: readonly Token[], index: number): number | null {
  if (tokens[index]?.text !== 'thousand') return null;
  return tokens[index + 1]?.text === 'and' ? index + 2 : index + 1;
}

/** "two eight", "two oh two eight". */
function spelledYear(
  { tokens, end }: Pick<ValuePlace, 'tokens' | 'end'>,
  first: { digits: string; next: number },
): { to: number; value: string } | null {
  let said = first.digits;
  let to = first.next;
  while (said.length < 4) {
    const number = readNumber(tokens, to);
    if (number === null || number.digits.length !== 1 || number.next > end) break;
    said += number.digits;
    to = number.next;
  }
  if (/^20[2-3]\d$/.test(said)) return { to, value: said.slice(2) };
  const isYear = /^[2-3]\d/.test(said);
  return isYear ? { to: first.next + 1, value: said.slice(0, 2) } : null;
}

/** The year alone continues a month of an earlier final. */
function readYear(place: ValuePlace): ReadValue | null {
  if (place.soFar === '') return null;
  const year = yearAfter(place, place.index);
  return year === null ? null : { ...year, isComplete: true, mayContinue: false };
}

function onlyFillersFollow({ tokens, end }: ValuePlace, from: number): boolean {
  return tokens.slice(from, end).every(({ text }) => betweenParts.has(text));
}
