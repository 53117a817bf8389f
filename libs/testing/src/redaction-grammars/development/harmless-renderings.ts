import { sayBelowHundred, sayNumber, type Rendering } from '../say-digits.js';

type Renderings = readonly Rendering[];

/** "forty two" and "42". */
export const spokenNumbers: Renderings = [
  ([number = '']) => [number],
  ([number]) => [sayNumber(Number(number))],
  ([number = '']) => [number],
  ([number]) => [sayNumber(Number(number)).replace(' and ', ' ')],
];

/** Whole units and hundredths of a currency. */
export const spokenAmounts: Renderings = [
  ([units, cents]) => [`$${units}.${cents}`],
  ([units, cents]) => [`${sayNumber(Number(units))} ${sayBelowHundred(Number(cents))}`],
  ([units, cents]) => [`${sayNumber(Number(units))} dollars and ${sayBelowHundred(Number(cents))} cents`],
  ([units, cents]) => [`${units}.${cents}`],
  ([units]) => [`${sayNumber(Number(units))} pounds`],
  ([units, cents]) => [`${sayNumber(Number(units)).replace(' and ', ' ')} ${sayBelowHundred(Number(cents))}`],
  ([units, cents]) => [`£${units}.${cents}`],
];

/** Hours of the day. */
export const spokenHours: Renderings = [
  ([hour, minute]) => [`${hour}:${minute}`],
  ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))}`],
  ([hour]) => [`${sayBelowHundred(Number(hour))} o'clock`],
  ([hour, minute]) => [`${hour}:${minute} pm`],
  ([hour]) => [`half past ${sayBelowHundred(Number(hour))}`],
  ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))} pm`],
];

/** Codes that people write or that an engine writes as one word. */
export const writtenOnly: Renderings = [
  (groups) => [groups.join('')],
  (groups) => [groups.join('-')],
  (groups) => [groups.join(' ')],
  (groups) => [groups.join('').toLowerCase()],
];
