import { hesitationAt } from '../hesitations.js';
import { isOh, readNumber, type ReadNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import { beginsLongNumber, continuesNumber } from './stands-alone.js';
import { isOtherThingWithDate } from './expiring-things.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isFiller } from './read-code-at.js';
import { longYear, yearAt, type DatePart } from './read-card-year.js';
import { isMonthName, readMonth } from './read-month.js';
import { readOrdinal } from './read-ordinal.js';

/** "03/28", "0328", "oh three twenty eight", "October twenty twenty nine", "ten of twenty nine", "march 2028". */
export const expiry: LabelledKind = {
  kind: 'EXPIRY',
  phrases: `expiry|expiry date|expiry month|expiry year|expiration|expiration date|expiration month|expiration year|date of expiry|date of expiration|
    exp|exp date|expires|expires on|expires in|expire|expire on|expire in|expiring|expired|card expiry|expiry on the card|expired on|expired in|valid to date|thru|valid as of|expiry month and year|valid until|valid thru|valid through|valid till|valid to|valid up to|
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
  const corrected = correctedDate(place, month);
  if (corrected !== null) return withCorrections(place, corrected);
  const mayContinue = onlyPartsFollow(place, month.to);
  return mayContinue ? { ...month, isComplete: isMonthName(tokens[index]), mayContinue } : null;
}

/** A month after which the speaker begins again: "may, no, may twenty nine", "oh five 51, sorry, twenty nine". */
function correctedDate(place: ValuePlace, month: DatePart): DatePart | null {
  const wrong = readNumber(place.tokens, month.to)?.next ?? month.to;
  const index = afterCorrection(place, month.to) ?? afterCorrection(place, wrong);
  const again = index === null ? null : dateOrPartAt(place, index);
  if (again === null) return null;
  return again.value.length === 4 ? again : { to: again.to, value: `${month.value}${again.value}` };
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
    said = correctDate(said, again.value);
  }
  return { to, value: said, isComplete: true, mayContinue: false };
}

/** The date with what the speaker says instead: all of it, its year or its month. */
function correctDate(said: string, right: string): string {
  if (right.length === 4) return right;
  return /^[23]/.test(right) ? said.slice(0, 2) + right : right + said.slice(2);
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
    if (hesitation === null && !isBetweenDates(tokens[at]) && !isCorrection(tokens[at])) break;
    isCorrected ||= hesitation?.isCorrection ?? isCorrection(tokens[at]);
    at = hesitation?.to ?? at + 1;
  }
  return isCorrected ? at : null;
}

const isBetweenDates = (token: Token | undefined): boolean =>
  isFiller(token) || (token !== undefined && betweenParts.has(token.text));

const isCorrection = (token: Token | undefined): boolean => token !== undefined && corrections.has(token.text);

const corrections = new Set(
  'sorry no actually meant mean wait correction oops whoops rather false wrong again instead pardon apologies'.split(
    ' ',
  ),
);

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
  // "One one, one one twenty nine."
  const isTwice = spelledAgain(place, second);
  // At the end, the year may come in the next final.
  const isAtEnd = place.soFar === '' && onlyPartsFollow(place, second.next);
  return isAtEnd || isTwice || yearAfterOnce(place, second.next) !== null
    ? { to: second.next, value: `1${second.digits}` }
    : null;
}

const spelledAgain = (place: ValuePlace, { digits, next }: ReadNumber): boolean => {
  const first = readNumber(place.tokens, next);
  const second = first?.digits === '1' ? readNumber(place.tokens, first.next) : null;
  return second?.digits === digits && yearAfterOnce(place, second.next) !== null;
};

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
    if (hesitation === null && !isBetweenDates(tokens[at])) break;
    at = hesitation?.to ?? at + 1;
  }
  return at;
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
