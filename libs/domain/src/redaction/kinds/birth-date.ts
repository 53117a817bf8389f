import { isOh, readNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { monthOfName } from './read-month.js';
import { onlyFillersFollow, onlyFillersPrecede } from './read-number-value.js';
import { readOrdinal } from './read-ordinal.js';
import { readThousand } from './read-year.js';

/** "March third nineteen eighty two", "14.3.1982", "the fourteenth of march eighty two", "oh three fourteen eighty two". */
export const birthDate: LabelledKind = {
  kind: 'BIRTH_DATE',
  phrases: `date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|born in|geburtsdatum|fecha de nacimiento|
    year of birth|month of birth`,
  readValue: readDay,
  isDate: true,
};

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
]);
const MAX_PARTS = 8;
const MAX_WORDS_BETWEEN = 2;

export function readDay(place: ValuePlace): ReadValue | null {
  const parts = readParts(place);
  const last = parts.at(-1);
  if (last === undefined) return null;
  const hasMonth = parts.some(({ kind }) => kind === 'month');
  const digits = parts.filter(({ kind }) => kind !== 'month').reduce((all, part) => all + part.digits, '');
  const isComplete = place.soFar !== '' || (hasMonth ? digits !== '' : isDateOfDigits(digits, parts));
  const isAtEnd = onlyFillersFollow(place, last.to);
  if (place.soFar !== '' && (!isAtEnd || !onlyFillersPrecede(place))) return null;
  const mayContinue = isAtEnd && digits.length < (hasMonth ? 5 : 6);
  if (!isComplete && !mayContinue) return null;
  return { to: last.to, value: spellDate(parts), isComplete, mayContinue };
}

const isDateOfDigits = (digits: string, parts: readonly DatePart[]): boolean =>
  digits.length >= 5 || /^(19|20)\d\d$/.test(digits) || isShortDate(parts);

/** "eight seven ninety seven", "3/6/02". */
const isShortDate = (parts: readonly DatePart[]): boolean =>
  parts.length === 3 && parts.every(({ digits }) => digits.length <= 2) && parts[2]?.digits.length === 2;

function readParts(place: ValuePlace): DatePart[] {
  const { tokens, index, end } = place;
  const parts: DatePart[] = [];
  let words = 0;
  for (let at = index; at < end && parts.length < MAX_PARTS && words <= MAX_WORDS_BETWEEN;) {
    const part = partAt(tokens, at);
    if (part !== null && part.to <= end) {
      parts.push(part);
      at = part.to;
      words = 0;
    } else if (parts.length > 0 && betweenParts.has(tokens[at]?.text ?? '')) {
      at++;
      words++;
    } else break;
  }
  return parts;
}

function partAt(tokens: readonly Token[], index: number): DatePart | null {
  const month = monthOfName(tokens[index]);
  if (month !== null) return { kind: 'month', digits: month, to: index + 1 };
  const ordinal = readOrdinal(tokens, index);
  if (ordinal !== null) return { kind: 'day', digits: ordinal.digits, to: ordinal.to };
  const thousand = readThousand(tokens, index);
  if (thousand !== null) return { kind: 'number', ...thousand };
  const number = isOh(tokens[index]) ? null : readNumber(tokens, index);
  if (isOh(tokens[index])) return { kind: 'number', digits: '0', to: index + 1 };
  return number === null ? null : { kind: 'number', digits: number.digits, to: number.next };
}

/** The same spelling for "March third 1982", "03/03/82" and "oh three oh three eighty two": the digits without zeros and century, sorted. */
const spellDate = (parts: readonly DatePart[]): string =>
  parts
    .filter((part, index) => index === 0 || !isCentury(part, parts[index + 1]))
    .flatMap(({ digits }) => [...digits.slice(-2)])
    .filter((digit) => digit !== '0')
    .sort()
    .join('');

/** The "nineteen" of "nineteen eighty two". */
const isCentury = ({ kind, digits }: DatePart, next: DatePart | undefined): boolean =>
  kind === 'number' && (digits === '19' || digits === '20') && next?.kind === 'number' && next.digits.length <= 2;
