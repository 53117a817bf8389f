import { monthOf, renderDate, sayOrdinal, sayYear, shortYear, writeOrdinal } from '../say-dates.js';
import { otherDates, usDates } from '../say-days.js';
import type { Rendering } from '../say-digits.js';

export const americanDates: readonly Rendering[] = [
  ...usDates,
  renderDate((date) => `${monthOf(date)} the ${writeOrdinal(date.day)}, ${date.year}`),
  renderDate((date) => `${monthOf(date)} ${writeOrdinal(date.day)} of ${shortYear(date)}`),
];

export const dayFirstDates: readonly Rendering[] = [
  ...otherDates,
  renderDate((date) => `${writeOrdinal(date.day)} of the ${writeOrdinal(date.month)} ${date.year}`),
  renderDate((date) => `the ${sayOrdinal(date.day)} of the ${sayOrdinal(date.month)} ${sayYear(date.year)}`),
  renderDate((date) => `${writeOrdinal(date.day)} ${monthOf(date)} ${shortYear(date)}`),
];

/** Of a day that is near, people often leave out the year. */
const withoutYear: readonly Rendering[] = [
  renderDate((date) => `${monthOf(date)} ${writeOrdinal(date.day)}`),
  renderDate((date) => `the ${writeOrdinal(date.day)} of ${monthOf(date)}`),
  renderDate((date) => `the ${sayOrdinal(date.day)} of ${monthOf(date)}`),
];
export const arrangedInUs: readonly Rendering[] = [...americanDates, ...withoutYear, ...withoutYear];
export const arrangedElsewhere: readonly Rendering[] = [...dayFirstDates, ...withoutYear, ...withoutYear];
