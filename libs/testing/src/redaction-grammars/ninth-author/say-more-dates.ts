import { monthOf, renderDate, sayOrdinal, shortYear, writeOrdinal, type DateRendering } from '../say-dates.js';
import { otherDates, usDates } from '../say-days.js';
import { sayBelowHundred, type Rendering } from '../say-digits.js';

const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const weekdayOf: DateRendering = ({ year, month, day }) =>
  weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';

/** "the fourth of the second thirty eight": older people say the month as a number. */
const numberedMonth: DateRendering = (date) =>
  `the ${sayOrdinal(date.day)} of the ${sayOrdinal(date.month)} ${sayBelowHundred(date.year % 100)}`;
const writtenNumberedMonth: DateRendering = (date) =>
  `${writeOrdinal(date.day)} of the ${writeOrdinal(date.month)} ${shortYear(date)}`;

/** Birth dates of callers who are not young. None of the years is below ten. */
export const birthDatesSaid: readonly Rendering[] = [
  ...otherDates,
  renderDate(numberedMonth),
  renderDate(writtenNumberedMonth),
];

/** People leave out the year of what happens soon or happened lately. */
const daysOfThisYear: readonly DateRendering[] = [
  (date) => `${weekdayOf(date)} the ${writeOrdinal(date.day)} of ${monthOf(date)}`,
  (date) => `the ${writeOrdinal(date.day)} of ${monthOf(date)}`,
  (date) => `${writeOrdinal(date.day)} ${monthOf(date)}`,
  (date) => `the ${sayOrdinal(date.day)} of ${monthOf(date)}`,
];
const usDaysOfThisYear: readonly DateRendering[] = [
  (date) => `${weekdayOf(date)}, ${monthOf(date)} ${writeOrdinal(date.day)}`,
  (date) => `${monthOf(date)} ${date.day}`,
  (date) => `${monthOf(date)} the ${writeOrdinal(date.day)}`,
  (date) => `${monthOf(date)} ${sayOrdinal(date.day)}`,
];

/** Dates with the year and, as often, without it. */
const withDaysOfThisYear = (dates: readonly Rendering[], days: readonly DateRendering[]): readonly Rendering[] => {
  const short = days.map(renderDate);
  return [...dates, ...short, ...short];
};
export const eventDates = withDaysOfThisYear(otherDates, daysOfThisYear);
export const usEventDates = withDaysOfThisYear(usDates, usDaysOfThisYear);
