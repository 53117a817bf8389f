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
} from './say-dates.js';
import { sayBelowHundred, saySingly, type Rendering } from './say-digits.js';

const toDate = ([year, month, day]: readonly string[]): CalendarDate => ({
  year: Number(year),
  month: Number(month),
  day: Number(day),
});

/** A date of which each part is a group, so that the speaker may pause in between. */
const pausing =
  (...parts: readonly DateRendering[]): Rendering =>
  (groups) =>
    parts.map((part) => part(toDate(groups)));

const atOnce = (...renderings: readonly DateRendering[]): Rendering[] => renderings.map(renderDate);
/** Engines without capitals. */
const lower =
  (render: DateRendering): DateRendering =>
  (date) =>
    render(date).toLowerCase();

const fullYear: DateRendering = ({ year }) => String(year);
const spokenYear: DateRendering = ({ year }) => sayYear(year);
const spokenShortYear: DateRendering = ({ year }) =>
  year % 100 < 10 ? `oh ${sayBelowHundred(year % 100)}` : sayBelowHundred(year % 100);
const sayTwo = (value: number): string => saySingly(two(value));

const monthFirst: DateRendering = (date) => `${monthOf(date)} ${writeOrdinal(date.day)} ${date.year}`;
const dayFirst: DateRendering = (date) => `${date.day} ${monthOf(date)} ${date.year}`;
const dayOfMonth: DateRendering = (date) => `${writeOrdinal(date.day)} of ${monthOf(date)} ${date.year}`;

/** Month, day, year. */
export const usDates: readonly Rendering[] = [
  ...atOnce(
    monthFirst,
    (date) => `${monthOf(date)} ${date.day}, ${date.year}`,
    (date) => `${two(date.month)}/${two(date.day)}/${date.year}`,
    (date) => `${date.month}/${date.day}/${shortYear(date)}`,
    (date) => `${date.month} ${date.day} ${date.year}`,
    lower((date) => `${monthOf(date)} ${sayOrdinal(date.day)} ${sayYear(date.year)}`),
    (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.day)} ${spokenShortYear(date)}`,
  ),
  pausing((date) => `${monthOf(date)} ${date.day}`, fullYear),
  pausing(monthOf, ({ day }) => sayOrdinal(day), spokenYear),
];

/** Day, month, year. */
export const otherDates: readonly Rendering[] = [
  ...atOnce(
    dayFirst,
    dayOfMonth,
    (date) => `${two(date.day)}/${two(date.month)}/${date.year}`,
    (date) => `${date.day}/${date.month}/${shortYear(date)}`,
    (date) => `${two(date.day)}.${two(date.month)}.${date.year}`,
    (date) => `${two(date.day)} ${two(date.month)} ${shortYear(date)}`,
    lower((date) => `${sayOrdinal(date.day)} of ${monthOf(date)} ${sayYear(date.year)}`),
    (date) => `the ${sayOrdinal(date.day)} of ${monthOf(date)} ${spokenShortYear(date)}`,
  ),
  pausing((date) => `${writeOrdinal(date.day)} ${monthOf(date)}`, fullYear),
  pausing(
    ({ day }) => sayTwo(day),
    ({ month }) => sayTwo(month),
    spokenYear,
  ),
];

const slashedMonth: DateRendering = (date) => `${two(date.month)}/${shortYear(date)}`;

/** Month and year, as cards bear them. */
export const monthsAndYears: readonly Rendering[] = [
  ...atOnce(
    slashedMonth,
    slashedMonth,
    (date) => `${two(date.month)} ${shortYear(date)}`,
    (date) => `${date.month}/${date.year}`,
    (date) => `${monthOf(date)} ${date.year}`,
    (date) => `${monthOf(date)} ${shortYear(date)}`,
    lower((date) => `${monthOf(date)} ${spokenShortYear(date)}`),
  ),
  pausing(({ month }) => two(month), fullYear),
  pausing(({ month }) => sayTwo(month), spokenShortYear),
  pausing(({ month }) => sayBelowHundred(month), spokenYear),
  pausing(monthOf, spokenYear),
];
