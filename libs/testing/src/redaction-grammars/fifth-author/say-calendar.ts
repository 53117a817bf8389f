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

const sayTwo = (value: number): string => (value < 10 ? `oh ${sayBelowHundred(value)}` : sayBelowHundred(value));
const sayShortYear: DateRendering = ({ year }) => sayTwo(year % 100);

/** Dates as Americans say them. */
export const americanDates: readonly Rendering[] = [
  ...whole(
    (date) => `${monthOf(date)} ${date.day}, ${date.year}`,
    (date) => `${monthOf(date)} ${writeOrdinal(date.day)}, ${date.year}`,
    (date) => `${date.month}/${date.day}/${date.year}`,
    (date) => `${two(date.month)}/${two(date.day)}/${shortYear(date)}`,
    (date) => `${date.month}-${date.day}-${shortYear(date)}`,
    (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.day)} ${sayShortYear(date)}`,
    (date) => `${sayTwo(date.month)} ${sayTwo(date.day)} ${sayYear(date.year)}`,
  ),
  inParts(
    (date) => `${monthOf(date)} ${sayOrdinal(date.day)}`,
    ({ year }) => sayYear(year),
  ),
];

/** Dates as other people say them. */
export const worldDates: readonly Rendering[] = [
  ...whole(
    (date) => `${date.day} ${monthOf(date)} ${date.year}`,
    (date) => `${writeOrdinal(date.day)} ${monthOf(date)} ${date.year}`,
    (date) => `the ${writeOrdinal(date.day)} of ${monthOf(date)} ${date.year}`,
    (date) => `${two(date.day)}/${two(date.month)}/${date.year}`,
    (date) => `${two(date.day)}/${two(date.month)}/${shortYear(date)}`,
    (date) => `${date.day}.${date.month}.${date.year}`,
    (date) => `${sayBelowHundred(date.day)} ${sayBelowHundred(date.month)} ${sayShortYear(date)}`,
    (date) => `the ${sayOrdinal(date.day)} of the ${sayOrdinal(date.month)} ${sayShortYear(date)}`,
  ),
  inParts(
    (date) => `${sayOrdinal(date.day)} of ${monthOf(date)}`,
    ({ year }) => sayYear(year),
  ),
  inParts(
    (date) => `the ${sayOrdinal(date.day)}`,
    (date) => monthOf(date),
    ({ year }) => sayYear(year),
  ),
];

/** Month and year, as on a card. */
export const cardDates: readonly Rendering[] = [
  ...whole(
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${date.month}/${shortYear(date)}`,
    (date) => `${two(date.month)} ${shortYear(date)}`,
    (date) => `${two(date.month)}/${date.year}`,
    (date) => `${monthOf(date)} ${date.year}`,
    (date) => `${monthOf(date)} of ${date.year}`,
  ),
  inParts(({ month }) => sayTwo(month), sayShortYear),
  inParts(({ month }) => saySingly(two(month)), sayShortYear),
  inParts(monthOf, sayShortYear),
  inParts(monthOf, ({ year }) => sayYear(year)),
];
