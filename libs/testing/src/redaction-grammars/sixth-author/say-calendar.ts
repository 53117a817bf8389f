import {
  monthOf,
  renderDate,
  sayOrdinal,
  sayYear,
  shortYear,
  two,
  writeOrdinal,
  type DateRendering,
} from '../say-dates.js';
import { sayBelowHundred, saySingly, type Rendering } from '../say-digits.js';

const whole = (...renderings: readonly DateRendering[]): readonly Rendering[] => renderings.map(renderDate);

/** A date in parts between which a speaker may pause. */
const inParts =
  (...parts: readonly DateRendering[]): Rendering =>
  ([year, month, day]) =>
    parts.map((read) => read({ year: Number(year), month: Number(month), day: Number(day) }));

const sayTwo = (value: number, zero = 'oh'): string =>
  value < 10 ? `${zero} ${sayBelowHundred(value)}` : sayBelowHundred(value);
const sayShortYear: DateRendering = ({ year }) => sayTwo(year % 100);
const spokenYear: DateRendering = ({ year }) => sayYear(year);
const shortMonth: DateRendering = (date) => monthOf(date).slice(0, 3);

/** Dates as Americans say them. */
export const americanDates: readonly Rendering[] = [
  ...whole(
    (date) => `${monthOf(date)} ${date.day}, ${date.year}`,
    (date) => `${monthOf(date)} ${writeOrdinal(date.day)} ${date.year}`,
    (date) => `${monthOf(date)} the ${writeOrdinal(date.day)}, '${shortYear(date)}`,
    (date) => `${date.month}/${date.day}/${shortYear(date)}`,
    (date) => `${two(date.month)}/${two(date.day)}/${date.year}`,
    (date) => `${two(date.month)}-${two(date.day)}-${date.year}`,
    (date) => `${date.month} ${date.day} ${shortYear(date)}`,
    (date) => `${monthOf(date)} ${sayBelowHundred(date.day)} ${sayShortYear(date)}`,
    (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.day)} ${spokenYear(date)}`,
  ),
  inParts(
    (date) => `${monthOf(date)} ${writeOrdinal(date.day)}`,
    ({ year }) => String(year),
  ),
  inParts(monthOf, ({ day }) => sayOrdinal(day), spokenYear),
];

/** A date of birth as a form asks for it: two, two and four digits, one by one. */
export const digitByDigitDates: readonly Rendering[] = [
  inParts(
    ({ month }) => saySingly(two(month)),
    ({ day }) => saySingly(two(day)),
    ({ year }) => saySingly(String(year)),
  ),
];

/** Dates as other people say them. */
export const worldDates: readonly Rendering[] = [
  ...whole(
    (date) => `${date.day} ${monthOf(date)} ${date.year}`,
    (date) => `${writeOrdinal(date.day)} of ${monthOf(date)} ${date.year}`,
    (date) => `the ${writeOrdinal(date.day)} of ${monthOf(date)} '${shortYear(date)}`,
    (date) => `${writeOrdinal(date.day)} ${monthOf(date)}, ${shortYear(date)}`,
    (date) => `${date.day}/${date.month}/${date.year}`,
    (date) => `${two(date.day)}.${two(date.month)}.${date.year}`,
    (date) => `${two(date.day)}-${shortMonth(date)}-${date.year}`,
    (date) => `${date.year}-${two(date.month)}-${two(date.day)}`,
    (date) => `${date.day} ${date.month} ${shortYear(date)}`,
    (date) => `${sayTwo(date.day)} ${sayTwo(date.month)} ${spokenYear(date)}`,
    (date) => `the ${sayOrdinal(date.day)} of ${monthOf(date)} ${spokenYear(date)}`,
    (date) => `${sayOrdinal(date.day)} ${monthOf(date)} ${sayShortYear(date)}`,
    (date) => `the ${writeOrdinal(date.day)} of the ${writeOrdinal(date.month)} ${date.year}`,
  ),
  inParts(
    (date) => `${date.day} ${monthOf(date)}`,
    ({ year }) => String(year),
  ),
  inParts(({ day }) => `the ${sayOrdinal(day)}`, monthOf, sayShortYear),
  inParts(
    ({ day }) => sayTwo(day, 'zero'),
    ({ month }) => sayTwo(month, 'zero'),
    spokenYear,
  ),
];

/** Month and year, as on a card. */
export const cardDates: readonly Rendering[] = [
  ...whole(
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${date.month}/${date.year}`,
    (date) => `${two(date.month)}-${shortYear(date)}`,
    (date) => `${two(date.month)}${shortYear(date)}`,
    (date) => `${two(date.month)} ${shortYear(date)}`,
    (date) => `${date.month} ${shortYear(date)}`,
    (date) => `${monthOf(date)} ${date.year}`,
    (date) => `${monthOf(date)} ${shortYear(date)}`,
    (date) => `${shortMonth(date)} '${shortYear(date)}`,
    (date) => `${sayBelowHundred(date.month)} ${sayShortYear(date)}`,
    (date) => `${sayTwo(date.month)} slash ${sayShortYear(date)}`,
    (date) => `the end of ${monthOf(date)} ${date.year}`,
  ),
  inParts(
    ({ month }) => saySingly(two(month)),
    (date) => saySingly(shortYear(date)),
  ),
  inParts(({ month }) => sayTwo(month, 'zero'), spokenYear),
  inParts(({ month }) => sayTwo(month), sayShortYear),
  inParts(monthOf, spokenYear),
];
