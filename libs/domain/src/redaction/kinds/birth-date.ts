import { hesitationAt, isRemarkWord } from '../hesitations.js';
import { isOh, readNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { monthOfName } from './read-month.js';
import { onlyFillersFollow, onlyFillersPrecede } from './read-number-value.js';
import { isFiller } from './read-code-at.js';
import { readOrdinal } from './read-ordinal.js';
import { readThousand } from './read-year.js';

/** "March third nineteen eighty two", "14.3.1982", "the fourteenth of march eighty two", "oh three fourteen eighty two". */
export const birthDate: LabelledKind = {
  kind: 'BIRTH_DATE',
  phrases: `date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|born in|geburtsdatum|fecha de nacimiento|
    year of birth|month of birth|day of birth|bday|b day|birth day|birthdays|date you were born|day you were born|date i was born`,
  isSomethingElse: isOtherDay,
  readValue: readDay,
  isDate: true,
};

/** "My birthday party", "happy birthday", "I was born abroad and moved here in 2014". */
function isOtherDay(tokens: readonly Token[], from: number, to: number): boolean {
  const next = textAt(tokens, to);
  if (textAt(tokens, from) === 'born')
    return (
      (to - from === 1 && wordsAfterBirth.has(next)) ||
      tokens.slice(Math.max(0, from - MAX_WORDS_TO_OWNER), from).some(({ text }) => companies.has(text))
    );
  if (!birthdays.has(textAt(tokens, to - 1))) return false;
  return thingsOfBirthdays.has(next) || textAt(tokens, from - 1) === 'happy';
}

const MAX_WORDS_TO_OWNER = 3;
const companies = new Set(['company', 'business', 'firm', 'brand', 'shop', 'idea', 'project', 'club']);
const wordsAfterBirth = new Set(['abroad', 'here', 'there', 'with', 'deaf', 'blind']);
const birthdays = new Set(['birthday', "birthday's", 'bday', 'day']);
const thingsOfBirthdays = new Set(
  'party cake present presents gift gifts dinner lunch weekend trip surprise celebration celebrations parcel flowers treat voucher offer discount'.split(
    ' ',
  ),
);

/** A part of a date, and the index after its last token. */
interface DatePart {
  readonly kind: 'month' | 'day' | 'number';
  readonly digits: string;
  readonly to: number;
}

const betweenParts = new Set([
  'of',
  'the',
  'slash',
  'dash',
  'dot',
  'stroke',
  'uh',
  'um',
  'er',
  'and',
  'comma',
  'in',
  'year',
  'month',
  'day',
  'back',
  'is',
  "that's",
  'then',
  'was',
  'yeah',
  'yes',
  'okay',
  'so',
]);
const zeros = new Set(['zero', 'nought', 'naught']);
const MAX_PARTS = 8;
const MAX_WORDS_BETWEEN = 5;
const MAX_WORDS_IN_REMARK = 8;

export function readDay(place: ValuePlace): ReadValue | null {
  const parts = readParts(place);
  const last = parts.at(-1);
  if (last === undefined) return null;
  const hasMonth = parts.some(({ kind }) => kind === 'month');
  const digits = parts.filter(({ kind }) => kind !== 'month').reduce((all, part) => all + part.digits, '');
  const isComplete = place.soFar !== '' || (hasMonth ? digits !== '' : isDateOfDigits(digits, parts));
  const isAtEnd = onlyFillersFollow(place, last.to);
  if (place.soFar !== '' && !continuesDate(place, isAtEnd, digits)) return null;
  const mayContinue = isAtEnd && !endsInYear(parts) && digits.length < (hasMonth ? 5 : 6);
  if (!isComplete && !mayContinue) return null;
  return { to: last.to, value: spellDate(withoutRepetitions(parts), place.soFar !== ''), isComplete, mayContinue };
}

/** "The fifth of February sixty six": day, month and year. "Nineteen" may be the beginning of a year. */
const endsInYear = (parts: readonly DatePart[]): boolean => {
  const [year] = parts.slice(-1);
  const isNamed = parts.length === PARTS_OF_DATE && parts.some(({ kind }) => kind === 'month');
  return isNamed && year?.kind === 'number' && /^(?!19|20)\d\d$/.test(year.digits);
};

const PARTS_OF_DATE = 3;

/** The rest of a date is the utterance, or begins it with a year. */
const continuesDate = (place: ValuePlace, isAtEnd: boolean, digits: string): boolean =>
  onlyFillersPrecede({ ...place, index: afterDateWords(place) }) && (isAtEnd || /(?:19|20)\d\d$/.test(digits));

/** "of May 2005": the index of the first token of the utterance after the words that dates hold. */
const afterDateWords = ({ tokens, index }: ValuePlace): number =>
  index > 0 && betweenParts.has(textAt(tokens, index - 1)) ? index - 1 : index;

const isDateOfDigits = (digits: string, parts: readonly DatePart[]): boolean =>
  digits.length >= 5 || /^(19|20)\d\d$/.test(digits) || isShortDate(parts);

/** "eight seven ninety seven", "3/6/02". */
const isShortDate = (parts: readonly DatePart[]): boolean =>
  parts.length === 3 && parts.every(({ digits }) => digits.length <= 2) && parts[2]?.digits.length === 2;

function readParts({ tokens, index, end }: ValuePlace): DatePart[] {
  const parts: DatePart[] = [];
  let words = 0;
  let at: number | null = index;
  while (at !== null && at < end && parts.length < MAX_PARTS && !hasYear(parts)) {
    const part = partAt(tokens, at);
    if (part === null) {
      if (parts.length === 0 || ++words > MAX_WORDS_BETWEEN) break;
      at = afterPause(tokens, at, end);
    } else {
      if (part.to > end) break;
      parts.push(part);
      words = 0;
      at = part.to;
    }
  }
  return parts;
}

/** The index after a word that dates hold, or after a remark; null when the date ends. */
const afterPause = (tokens: readonly Token[], at: number, end: number): number | null =>
  betweenParts.has(textAt(tokens, at)) || isFiller(tokens[at]) ? at + 1 : afterRemark(tokens, at, end);

/** The index of the part of the date after a hesitation or another remark; null when none follows. */
function afterRemark(tokens: readonly Token[], from: number, end: number): number | null {
  let isRemark = false;
  for (let at = from; at < end && at - from <= MAX_WORDS_IN_REMARK;) {
    if (at > from && partAt(tokens, at) !== null) return isRemark ? at : null;
    const hesitation = hesitationAt(tokens, at, end);
    isRemark ||= hesitation !== null || isRemarkWord(tokens[at]);
    at = hesitation?.to ?? at + 1;
  }
  return null;
}

/** Whether a day, a month and a year were read: "June 13, 1971", "four thirteen nineteen sixty two". */
function hasYear(parts: readonly DatePart[]): boolean {
  const [year = '', century = ''] = parts
    .slice(-2)
    .reverse()
    .map(({ digits }) => digits);
  if (parts.length >= 3 && /^(19|20)\d\d$/.test(year)) return true;
  // "19, no sorry, 1955": a century said again.
  return parts.length >= 4 && (century === '19' || century === '20') && year.length === 2 && year !== '19';
}

function partAt(tokens: readonly Token[], index: number): DatePart | null {
  const month = monthOfName(tokens[index]);
  if (month !== null) return { kind: 'month', digits: month, to: index + 1 };
  const ordinal = readOrdinal(tokens, index);
  if (ordinal !== null) return { kind: 'day', digits: ordinal.digits, to: ordinal.to };
  const thousand = readThousand(tokens, index);
  if (thousand !== null) return { kind: 'number', ...thousand };
  if (isOh(tokens[index]) || zeros.has(textAt(tokens, index))) return zeroAt(tokens, index);
  const number = readNumber(tokens, index);
  return number === null ? null : { kind: 'number', digits: number.digits, to: number.next };
}

/** "Oh four" is one part. The "oh" of "oh no, that is …" is a sigh. */
function zeroAt(tokens: readonly Token[], index: number): DatePart | null {
  const number = readNumber(tokens, index + 1);
  if (number !== null && /^[1-9]$/.test(number.digits))
    return { kind: 'number', digits: `0${number.digits}`, to: number.next };
  return number === null && isOh(tokens[index]) ? null : { kind: 'number', digits: '0', to: index + 1 };
}

/** The same spelling for "March third 1982", "03/03/82" and "oh three oh three eighty two": the digits without zeros and century, sorted. */
const spellDate = (parts: readonly DatePart[], isRest: boolean): string =>
  parts
    .filter((part, index) => !mayBeCentury(parts, index, isRest) || !isCentury(part, parts[index + 1]))
    .flatMap(({ digits }) => [...digits.slice(-2)])
    .filter((digit) => digit !== '0')
    .sort()
    .join('');

/** The parts without those that the speaker says twice or takes back: "June first, June first 1944", "January fifth 50 no 1998". */
function withoutRepetitions(parts: readonly DatePart[]): readonly DatePart[] {
  const again = parts.findLastIndex((part, index) => index > 1 && part.kind !== 'number' && isSame(part, parts[0]));
  const once = again < 0 ? parts : parts.slice(again);
  return once.filter((part, index) => !isSame(part, once[index + 1]) && !isWrongYear(once, index));
}

const isSame = ({ kind, digits }: DatePart, other: DatePart | undefined): boolean =>
  kind !== 'number' && other?.kind === kind && other.digits === digits;

/** Two digits after the day and before a whole year. */
const isWrongYear = (parts: readonly DatePart[], index: number): boolean =>
  index >= 2 && /^(?!19|20)\d\d$/.test(parts[index]?.digits ?? '') && /^(19|20)/.test(parts[index + 1]?.digits ?? '');

/** Whether the part is directly before the year and neither day nor month: in "4 19 41", the 19 is the day. */
function mayBeCentury(parts: readonly DatePart[], index: number, isRest: boolean): boolean {
  if (index !== parts.length - 2) return false;
  return isRest || (index > 0 && !(index === 1 && parts.every(({ kind }) => kind === 'number')));
}

/** The "nineteen" of "nineteen eighty two". */
const isCentury = ({ kind, digits }: DatePart, next: DatePart | undefined): boolean =>
  kind === 'number' && (digits === '19' || digits === '20') && next?.kind === 'number' && next.digits.length <= 2;
