import { countsOf } from './say-characters.js';
import { sayOrdinal, sayYear, writeOrdinal } from './say-dates.js';
import { sayBelowHundred, sayNumber, saySingly, type Rendering } from './say-digits.js';

/** Whole units, and perhaps hundredths: "$12.50", "twelve dollars fifty". */
export const saidAmounts = (sign: string, unit: string): readonly Rendering[] => [
  (groups) => [`${sign}${groups.join('.')}`],
  ([whole, ...rest]) => [`${sign}${[Number(whole).toLocaleString('en'), ...rest].join('.')}`],
  ([whole, ...rest]) => [[whole, unit, ...rest].join(' ')],
  ([whole, ...rest]) => [
    [sayNumber(Number(whole)), unit, ...rest.map((cents) => sayBelowHundred(Number(cents)))].join(' '),
  ],
];

export const saidYears: readonly Rendering[] = [
  ([year]) => [String(year)],
  ([year]) => [String(year)],
  ([year]) => [sayYear(Number(year))],
];

/** The count, and in the second group its unit, "percent". */
export const saidPercentages: readonly Rendering[] = [([count]) => [`${count}%`], ...countsOf];

/** A floor: "third", "3rd". */
export const saidFloors: readonly Rendering[] = [
  ([floor]) => [sayOrdinal(Number(floor))],
  ([floor]) => [writeOrdinal(Number(floor))],
];

export const saidVersions: readonly Rendering[] = [
  (groups) => [groups.join('.')],
  (groups) => [groups.join('.')],
  (groups) => [groups.join(' point ')],
  (groups) => [groups.join(' dot ')],
];

/** A word and a number: "SAVE20", "save twenty". */
export const saidPromoCodes: readonly Rendering[] = [
  (groups) => [groups.join('')],
  (groups) => [groups.join('')],
  ([word = '', count]) => [`${word.toLowerCase()} ${count}`],
  ([word = '', count]) => [`${word.toLowerCase()} ${sayBelowHundred(Number(count))}`],
];

/** A room number of three digits, singly or as a whole. */
export const saidRooms: readonly Rendering[] = [
  ([number]) => [String(number)],
  ([number]) => [String(number)],
  ([number = '']) => [saySingly(number, 'oh')],
  ([number = '']) => [`${saySingly(number.slice(0, 1))} ${sayBelowHundred(Number(number.slice(1)))}`],
];
