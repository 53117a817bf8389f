import {
  monthOf,
  renderDate,
  sayOrdinal,
  sayYear,
  shortYear,
  two,
  writeOrdinal,
  type DateRendering,
} from '../../say-dates.js';
import { sayBelowHundred, saySingly, type Rendering } from '../../say-digits.js';

const dates = (renderings: readonly DateRendering[]): readonly Rendering[] => renderings.map(renderDate);
/** "eighty two", "oh five". */
const sayShortYear: DateRendering = (date) =>
  date.year % 100 < 10 ? saySingly(shortYear(date), 'oh') : sayBelowHundred(date.year % 100);
/** "oh six", "eleven". */
const sayMonthNumber: DateRendering = ({ month }) =>
  month < 10 ? `oh ${sayBelowHundred(month)}` : sayBelowHundred(month);
const shortMonthOf: DateRendering = (date) => monthOf(date).slice(0, 3);

/** Days as Americans say and write them: the month comes first. */
export const americanDays = dates([
  (date) => `${monthOf(date)} ${writeOrdinal(date.day)}, ${date.year}`,
  (date) => `${monthOf(date)} ${sayOrdinal(date.day)} of ${sayYear(date.year)}`,
  (date) => `${date.month}/${date.day}/${date.year}`,
  (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.day)} ${sayYear(date.year)}`,
  (date) => `${two(date.month)}-${two(date.day)}-${date.year}`,
  (date) => `${shortMonthOf(date)} ${date.day} ${date.year}`,
]);

/** Days as most other people say and write them: the day comes first. */
export const europeanDays = dates([
  (date) => `${writeOrdinal(date.day)} ${monthOf(date)} ${date.year}`,
  (date) => `the ${sayOrdinal(date.day)} of ${monthOf(date)} ${sayYear(date.year)}`,
  (date) => `the ${sayOrdinal(date.day)} of the ${sayOrdinal(date.month)} ${sayYear(date.year)}`,
  (date) => `${two(date.day)}/${two(date.month)}/${date.year}`,
  (date) => `${saySingly(two(date.day), 'oh')} ${saySingly(two(date.month), 'oh')} ${sayYear(date.year)}`,
  (date) => `${date.day} ${monthOf(date).toLowerCase()} ${date.year}`,
  (date) => `${two(date.day)}.${two(date.month)}.${date.year}`,
]);

/** Expiry dates of cards. */
export const expiryRenderings = dates([
  (date) => `${two(date.month)}-${shortYear(date)}`,
  (date) => `${sayMonthNumber(date)} slash ${sayShortYear(date)}`,
  (date) => `${monthOf(date)} ${sayShortYear(date)}`,
  (date) => `the end of ${monthOf(date)} ${date.year}`,
  (date) => `${two(date.month)} / ${shortYear(date)}`,
  (date) => `${shortMonthOf(date)} ${date.year}`,
  (date) => `${saySingly(two(date.month))} ${saySingly(shortYear(date))}`,
  (date) => `${date.month}/${shortYear(date)}`,
]);
