import { sayBelowHundred, type Rendering } from './say-digits.js';

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

/** "07". */
export const two = (value: number): string => String(value).padStart(2, '0');
export const monthOf = ({ month }: CalendarDate): string => months[month - 1] ?? '';
/** The last two digits of the year. */
export const shortYear = ({ year }: CalendarDate): string => two(year % 100);
/** "3rd". */
export const writeOrdinal = (day: number): string => {
  const last = day % 10;
  const isTeen = day >= 11 && day <= 13;
  return `${day}${isTeen || last > 3 || last === 0 ? 'th' : ['st', 'nd', 'rd'][last - 1]}`;
};

/** A date as a value of one group. The value's groups are year, month and day. */
export const renderDate =
  (render: DateRendering): Rendering =>
  ([year, month, day]) => [render({ year: Number(year), month: Number(month), day: Number(day) })];
