import {
  monthOf,
  renderDate,
  sayOrdinal,
  sayYear,
  shortYear,
  two,
  writeOrdinal,
  type CalendarDate,
  type DateRendering,
} from '../say-dates.js';
import { sayBelowHundred, saySingly, type Rendering } from '../say-digits.js';

const one = (renderings: readonly DateRendering[]): readonly Rendering[] => renderings.map(renderDate);

/** A date in parts between which a speaker may pause. */
const inParts =
  (...parts: readonly DateRendering[]): Rendering =>
  ([year, month, day]) =>
    parts.map((render) => render({ year: Number(year), month: Number(month), day: Number(day) }));

const sayLastTwo: DateRendering = (date) =>
  date.year % 100 < 10 ? saySingly(shortYear(date), 'oh') : sayBelowHundred(date.year % 100, '-');
const sayFullYear: DateRendering = ({ year }) => sayYear(year);
const sayMonth: DateRendering = ({ month }) => (month < 10 ? `zero ${sayBelowHundred(month)}` : sayBelowHundred(month));
const ohMonth: DateRendering = ({ month }) => (month < 10 ? `oh ${sayBelowHundred(month)}` : sayBelowHundred(month));
const shortMonth = (date: CalendarDate): string => monthOf(date).slice(0, 3);

/** Dates with the month first. */
export const monthFirst: readonly Rendering[] = [
  ...one([
    (date) => `${monthOf(date)} ${date.day}, ${date.year}`,
    (date) => `${monthOf(date)} ${writeOrdinal(date.day)} ${date.year}`,
    (date) => `${two(date.month)}/${two(date.day)}/${date.year}`,
    (date) => `${date.month}/${date.day}/${shortYear(date)}`,
    (date) => `${date.month}-${date.day}-${date.year}`,
    (date) => `${ohMonth(date)} ${sayBelowHundred(date.day)} ${sayLastTwo(date)}`,
    (date) => `${monthOf(date)} the ${writeOrdinal(date.day)}, ${date.year}`,
  ]),
  inParts((date) => `${monthOf(date)} ${sayOrdinal(date.day)}`, sayFullYear),
  inParts(
    (date) => monthOf(date).toLowerCase(),
    (date) => sayOrdinal(date.day),
    sayFullYear,
  ),
];

/** Dates with the day first. */
export const dayFirst: readonly Rendering[] = [
  ...one([
    (date) => `${date.day} ${monthOf(date)} ${date.year}`,
    (date) => `the ${writeOrdinal(date.day)} of ${monthOf(date)} ${date.year}`,
    (date) => `${writeOrdinal(date.day)} of ${shortMonth(date)} ${date.year}`,
    (date) => `${two(date.day)}/${two(date.month)}/${date.year}`,
    (date) => `${two(date.day)}/${two(date.month)}/${shortYear(date)}`,
    (date) => `${date.day}.${date.month}.${date.year}`,
    (date) => `${two(date.day)}-${two(date.month)}-${date.year}`,
  ]),
  inParts((date) => `the ${sayOrdinal(date.day)} of ${monthOf(date)}`, sayFullYear),
  inParts((date) => `${sayOrdinal(date.day)} ${monthOf(date).toLowerCase()}`, sayLastTwo),
  inParts((date) => `the ${sayOrdinal(date.day)} of the ${sayOrdinal(date.month)}`, sayLastTwo),
];

/** Month and year of a card's expiry. */
export const cardExpiry: readonly Rendering[] = [
  ...one([
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${date.month}/${date.year}`,
    (date) => `${two(date.month)} ${shortYear(date)}`,
    (date) => `${two(date.month)}${shortYear(date)}`,
    (date) => `${monthOf(date)} of ${date.year}`,
    (date) => `${monthOf(date)} ${date.year}`,
    (date) => `${saySingly(two(date.month), 'oh')} ${saySingly(shortYear(date), 'oh')}`,
    (date) => `${ohMonth(date)} slash ${sayLastTwo(date)}`,
  ]),
  inParts(ohMonth, sayLastTwo),
  inParts(sayMonth, sayFullYear),
  inParts((date) => monthOf(date), sayFullYear),
  inParts((date) => monthOf(date).toLowerCase(), sayLastTwo),
];
