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

const dates = (renderings: readonly DateRendering[]): readonly Rendering[] => renderings.map(renderDate);

/** How a day is said and written. */
export const dayRenderings: readonly Rendering[] = dates([
  (date) => `${monthOf(date)} ${sayOrdinal(date.day)} ${sayYear(date.year)}`,
  (date) => `${two(date.month)}/${two(date.day)}/${date.year}`,
  (date) => `${monthOf(date)} ${date.day}, ${date.year}`,
  (date) => `the ${sayOrdinal(date.day)} of ${monthOf(date).toLowerCase()} ${sayYear(date.year)}`,
  (date) => `${saySingly(two(date.month), 'oh')} ${saySingly(two(date.day), 'oh')} ${sayBelowHundred(date.year % 100)}`,
  (date) => `${sayOrdinal(date.day)} ${monthOf(date)} ${sayYear(date.year)}`,
  (date) => `${date.year}-${two(date.month)}-${two(date.day)}`,
  (date) => `${writeOrdinal(date.day)} of ${monthOf(date)} ${date.year}`,
  (date) => `${monthOf(date).toLowerCase()} the ${sayOrdinal(date.day)} ${sayYear(date.year)}`,
  (date) => `${sayBelowHundred(date.day)} ${sayBelowHundred(date.month)} ${sayYear(date.year)}`,
  (date) => `${date.day}.${date.month}.${date.year}`,
]);

/** How the expiry date of a card is said and written. */
export const expiryRenderings: readonly Rendering[] = dates([
  (date) => `${two(date.month)}/${shortYear(date)}`,
  (date) => `${monthOf(date)} ${sayYear(date.year)}`,
  (date) => `${saySingly(two(date.month), 'oh')} ${sayBelowHundred(date.year % 100)}`,
  (date) => `${two(date.month)} ${date.year}`,
  (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.year % 100)}`,
  (date) => `${two(date.month)}/${date.year}`,
  (date) => `${monthOf(date).toLowerCase()} of ${sayYear(date.year)}`,
  (date) => `${sayBelowHundred(date.month)} ${sayYear(date.year)}`,
  (date) => `${monthOf(date)} ${date.year}`,
  (date) => `${saySingly(two(date.month))} slash ${saySingly(shortYear(date))}`,
  (date) => `${two(date.month)} ${shortYear(date)}`,
]);
