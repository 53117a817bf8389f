import { sayBelowHundred, saySingly, type Half } from './say-digits.js';

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export type DateRendering = (date: CalendarDate) => string;

export const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

export function sayOrdinal(day: number): string {
  if (day <= 20) return ordinals[day - 1] ?? '';
  if (day === 30) return 'thirtieth';
  return `${day < 30 ? 'twenty' : 'thirty'} ${ordinals[(day % 10) - 1]}`;
}

/** "nineteen eighty two", "twenty twenty nine", "two thousand five". */
export function sayYear(year: number): string {
  const rest = year % 100;
  if (year >= 2000 && year < 2010) return rest === 0 ? 'two thousand' : `two thousand ${sayBelowHundred(rest)}`;
  return `${sayBelowHundred(Math.floor(year / 100))} ${rest < 10 ? `oh ${sayBelowHundred(rest)}` : sayBelowHundred(rest)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const monthOf = ({ month }: CalendarDate): string => months[month - 1] ?? '';
const shortYear = ({ year }: CalendarDate): string => two(year % 100);
const writeOrdinal = (day: number): string => {
  const last = day % 10;
  const isTeen = day >= 11 && day <= 13;
  return `${day}${isTeen || last > 3 || last === 0 ? 'th' : ['st', 'nd', 'rd'][last - 1]}`;
};

/** How a day is said and written. */
export const dayRenderings: Readonly<Record<Half, readonly DateRendering[]>> = {
  dev: [
    (date) => `${monthOf(date)} ${sayOrdinal(date.day)} ${sayYear(date.year)}`,
    (date) => `${two(date.month)}/${two(date.day)}/${date.year}`,
    (date) => `${monthOf(date)} ${date.day}, ${date.year}`,
    (date) => `the ${sayOrdinal(date.day)} of ${monthOf(date).toLowerCase()} ${sayYear(date.year)}`,
    (date) =>
      `${saySingly(two(date.month), 'oh')} ${saySingly(two(date.day), 'oh')} ${sayBelowHundred(date.year % 100)}`,
  ],
  'held-out': [
    (date) => `${sayOrdinal(date.day)} ${monthOf(date)} ${sayYear(date.year)}`,
    (date) => `${date.year}-${two(date.month)}-${two(date.day)}`,
    (date) => `${writeOrdinal(date.day)} of ${monthOf(date)} ${date.year}`,
    (date) => `${monthOf(date).toLowerCase()} the ${sayOrdinal(date.day)} ${sayYear(date.year)}`,
    (date) => `${sayBelowHundred(date.day)} ${sayBelowHundred(date.month)} ${sayYear(date.year)}`,
    (date) => `${date.day}.${date.month}.${date.year}`,
  ],
};

/** How the expiry date of a card is said and written. */
export const expiryRenderings: Readonly<Record<Half, readonly DateRendering[]>> = {
  dev: [
    (date) => `${two(date.month)}/${shortYear(date)}`,
    (date) => `${monthOf(date)} ${sayYear(date.year)}`,
    (date) => `${saySingly(two(date.month), 'oh')} ${sayBelowHundred(date.year % 100)}`,
    (date) => `${two(date.month)} ${date.year}`,
    (date) => `${sayBelowHundred(date.month)} ${sayBelowHundred(date.year % 100)}`,
  ],
  'held-out': [
    (date) => `${two(date.month)}/${date.year}`,
    (date) => `${monthOf(date).toLowerCase()} of ${sayYear(date.year)}`,
    (date) => `${sayBelowHundred(date.month)} ${sayYear(date.year)}`,
    (date) => `${monthOf(date)} ${date.year}`,
    (date) => `${saySingly(two(date.month))} slash ${saySingly(shortYear(date))}`,
    (date) => `${two(date.month)} ${shortYear(date)}`,
  ],
};
