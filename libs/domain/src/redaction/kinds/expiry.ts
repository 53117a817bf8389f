import { hesitationAt } from '../hesitations.js';
import { isOh, readNumber, type ReadNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import { beginsLongNumber, continuesNumber } from './stands-alone.js';
import { isOtherThingWithDate } from './expiring-things.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isFiller } from './read-characters.js';
import { isMonthName, readMonth } from './read-month.js';
import { readOrdinal } from './read-ordinal.js';

/** "03/28", "0328", "oh three twenty eight", "October twenty twenty nine", "ten of twenty nine", "march 2028". */
export const expiry: LabelledKind = {
  kind: 'EXPIRY',
  phrases: `expiry|expiry date|expiry month|expiry year|expiration|expiration date|expiration month|expiration year|date of expiry|date of expiration|
    exp|exp date|expires|expires on|expires in|expire|expire on|expire in|expiring|expired|valid until|valid thru|valid through|valid till|valid to|valid up to|
    valid upto|valid date|valid thru date|good through|good thru|good up to|thru date|through date|card run out|card runs out|end date on the card|
    end date of the card|card date|date on the card|date on the front|date on your card|date on my card|date under the number|date below the number|gültig bis|ablaufdatum|fecha de caducidad|caduca`,
  isSomethingElse: isOtherThingWithDate,
  isDate: true,
  readValue: (place) => {
    if (continuesNumber(place)) return null;
    const read = readWholeDate(place) ?? readMonthAndYear(place) ?? readYear(place);
    return read !== null && beginsLongNumber(place, read.to) ? null : read;
  },
};

/** Words between the month and the year: "the tenth of twenty twenty nine", "the ninth month of the year 2028". */
const betweenParts = new Set(
  `of the slash stroke and uh um er dash hyphen space dot point forward over in th st nd rd month year is it's so then comma that's
  minus by`.split(/\s+/),
);
const MAX_WORDS_BETWEEN = 5;
/** Corrections of one date. */
const MAX_CORRECTIONS = 3;

/** A part of the date, and the index after its last token. */
interface DatePart {
  readonly to: number;
  readonly value: string;
}

/** "0328" and "032028". */
function readWholeDate(place: ValuePlace): ReadValue | null {
  const token = place.tokens[place.index];
  const match = token?.kind === 'digits' ? /^(0[1-9]|1[0-2])(?:20)?([2-3]\d)$/.exec(token.text) : null;
  if (match === null || place.soFar !== '') return null;
  return withCorrections(place, { to: place.index + 1, value: `${match[1]}${match[2]}` });
}

function readMonthAndYear(place: ValuePlace): ReadValue | null {
  const { tokens, index } = place;
  if (place.soFar !== '') return null;
  const yearFirst = longYearBeforeMonth(place);
  if (yearFirst !== null) return withCorrections(place, yearFirst);
  const month = monthAt({ ...place, index: dayBefore(place) });
  if (month === null || month.to > place.end) return null;
  const year = yearAfter(place, month);
  if (year !== null) return withCorrections(place, { to: year.to, value: `${month.value}${year.value}` });
  const mayContinue = onlyPartsFollow(place, month.to);
  return mayContinue ? { ...month, isComplete: isMonthName(tokens[index]), mayContinue } : null;
}

/** "2028-03", "two thousand twenty eight march". */
function longYearBeforeMonth(place: ValuePlace): DatePart | null {
  const first = readNumber(place.tokens, place.index);
  const year = first === null ? null : longYear(place.tokens, first);
  const month = year === null ? null : monthAt({ ...place, index: skipParts(place, year.to) });
  return year === null || month === null || month.to > place.end
    ? null
    : { to: month.to, value: `${month.value}${year.value}` };
}

/** A date that the speaker takes back and says again, whole or in part: "oh nine twenty six, scratch that, twenty seven". */
function withCorrections(place: ValuePlace, { to: first, value }: DatePart): ReadValue {
  let to = first;
  let said = value;
  for (let count = 0; count < MAX_CORRECTIONS; count++) {
    const index = afterCorrection(place, to);
    const again = index === null ? null : dateOrPartAt(place, index);
    if (again === null) break;
    to = again.to;
    if (again.value.length === 4) said = again.value;
  }
  return { to, value: said, isComplete: true, mayContinue: false };
}

function dateOrPartAt(place: ValuePlace, index: number): DatePart | null {
  const month = monthAt({ ...place, index });
  const year = month === null ? null : yearAfter(place, month);
  if (month !== null && year !== null) return { to: year.to, value: `${month.value}${year.value}` };
  return yearAt(place, index) ?? month;
}

/** Index after the words with which the speaker takes back the date; null when he does not. */
function afterCorrection({ tokens, end }: ValuePlace, from: number): number | null {
  let isCorrected = false;
  let at = from;
  while (at < end) {
    const hesitation = hesitationAt(tokens, at, end);
    if (hesitation === null && !isBetweenDates(tokens[at])) break;
    isCorrected ||= hesitation?.isCorrection ?? isCorrection(tokens[at]);
    at = hesitation?.to ?? at + 1;
  }
  return isCorrected ? at : null;
}

const isBetweenDates = (token: Token | undefined): boolean =>
  isFiller(token) || (token !== undefined && betweenParts.has(token.text));

const isCorrection = (token: Token | undefined): boolean => token !== undefined && corrections.has(token.text);

const corrections = new Set(['sorry', 'no', 'actually', 'meant', 'mean', 'wait', 'correction', 'oops', 'whoops']);

/** "30" of "30/09/2028", "the thirtieth of september": the index of the month, or the place itself. */
function dayBefore(place: ValuePlace): number {
  const to = endOfDay(place.tokens, place.index);
  if (to === null) return place.index;
  const index = skipParts(place, to);
  const month = index < place.end ? monthAt({ ...place, index }) : null;
  if (month === null || yearAfter(place, month) === null) return place.index;
  // "9 26" and "nine two six" have no day.
  return isMonthName(place.tokens[index]) || isLongYear(place, month) ? index : place.index;
}

function endOfDay(tokens: readonly Token[], index: number): number | null {
  const ordinal = readOrdinal(tokens, index);
  if (ordinal !== null) return ordinal.to;
  const number = readNumber(tokens, index);
  return number !== null && /^(0?[1-9]|[12]\d|3[01])$/.test(number.digits) ? number.next : null;
}

const isLongYear = (place: ValuePlace, month: DatePart): boolean => {
  const number = readNumber(place.tokens, skipParts(place, month.to));
  return number !== null && longYear(place.tokens, number) !== null;
};

/** The month at a place, and the same month said again. */
function monthAt(place: ValuePlace): DatePart | null {
  const month = oneMonthAt(place);
  if (month === null) return null;
  const again = oneMonthAt({ ...place, index: skipParts(place, month.to) });
  const isRepeated = again?.value === month.value && yearAfterOnce(place, again.to) !== null;
  return isRepeated ? again : month;
}

const oneMonthAt = (place: ValuePlace): DatePart | null =>
  spelledMonth(place) ?? readMonth(place.tokens, place.index) ?? zeroAndMonth(place);

/** "oh three". */
function zeroAndMonth({ tokens, index }: ValuePlace): DatePart | null {
  const isZero = isOh(tokens[index]) || ['zero', 'nought', 'naught', '0', 'null'].includes(tokens[index]?.text ?? '');
  const month = isZero ? readNumber(tokens, index + 1) : null;
  return month !== null && /^[1-9]$/.test(month.digits) ? { to: month.next, value: `0${month.digits}` } : null;
}

/** "one oh", "one one", "double one" and "one two" before a year. */
function spelledMonth(place: ValuePlace): DatePart | null {
  const first = readNumber(place.tokens, place.index);
  const second = first?.digits === '1' ? readNumber(place.tokens, first.next) : null;
  if (second === null || !/^[012]$/.test(second.digits)) return null;
  return yearAfterOnce(place, second.next) === null ? null : { to: second.next, value: `1${second.digits}` };
}

/** The year after the month. "September 30th 2028" has a day before it, and speakers say a year twice. */
function yearAfter(place: ValuePlace, month: DatePart): DatePart | null {
  const day = readOrdinal(place.tokens, skipParts(place, month.to));
  const year = yearAfterOnce(place, day?.to ?? month.to);
  if (year === null) return null;
  const second = readNumber(place.tokens, skipParts(place, year.to));
  const again = second === null ? null : (longYear(place.tokens, second) ?? yearAt(place, skipParts(place, year.to)));
  const isYear = again !== null && again.to <= place.end && (again.value === year.value || isLong(second));
  return isYear ? again : year;
}

const isLong = (number: ReadNumber | null): boolean => number?.digits.startsWith('20') ?? false;

function yearAfterOnce(place: ValuePlace, from: number): DatePart | null {
  const at = skipParts(place, from);
  return at < place.end ? yearAt(place, at) : null;
}

/** Index after the words and hesitations that may be between two parts of a date. */
function skipParts({ tokens, end }: ValuePlace, from: number): number {
  let at = from;
  for (let words = 0; words < MAX_WORDS_BETWEEN && at < end; words++) {
    const hesitation = hesitationAt(tokens, at, end);
    if (hesitation === null && !betweenParts.has(tokens[at]?.text ?? '')) break;
    at = hesitation?.to ?? at + 1;
  }
  return at;
}

/** "28", "2028", "twenty eight", "twenty twenty eight", "two thousand twenty eight", "two eight". */
function yearAt({ tokens, end }: ValuePlace, at: number): DatePart | null {
  const first = readNumber(tokens, at);
  if (first === null || first.next > end) return null;
  const { digits, next } = first;
  const long = longYear(tokens, first);
  if (long !== null && long.to <= end) return long;
  if (/^[2-3]\d$/.test(digits)) return { to: next, value: digits };
  return digits.length === 1 ? spelledYear({ tokens, end }, { digits, next }) : null;
}

/** "2028", "twenty twenty eight", "two thousand and twenty eight". */
function longYear(tokens: readonly Token[], { digits, next }: ReadNumber): DatePart | null {
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
): DatePart | null {
  let said = first.digits;
  let to = first.next;
  let afterTwo = to;
  while (said.length < 4) {
    const number = readNumber(tokens, to);
    if (number === null || number.digits.length !== 1 || number.next > end) break;
    said += number.digits;
    to = number.next;
    if (said.length === 2) afterTwo = to;
  }
  if (/^20[2-3]\d$/.test(said)) return { to, value: said.slice(2) };
  return /^[2-3]\d/.test(said) ? { to: afterTwo, value: said.slice(0, 2) } : null;
}

/** The year alone continues a month of an earlier final. */
function readYear(place: ValuePlace): ReadValue | null {
  if (place.soFar === '') return null;
  const year = yearAfterOnce(place, place.index);
  return year === null ? null : withCorrections(place, year);
}

const onlyPartsFollow = (place: ValuePlace, from: number): boolean => {
  for (let at = from; at < place.end; at++) {
    const isPart = betweenParts.has(place.tokens[at]?.text ?? '') || isFiller(place.tokens[at]);
    if (!isPart) return false;
  }
  return true;
};
