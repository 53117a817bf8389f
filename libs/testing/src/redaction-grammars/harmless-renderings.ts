import { sayBelowHundred, sayNumber, type Half, type Rendering } from './say-digits.js';

type Renderings = Readonly<Record<Half, readonly Rendering[]>>;

/** "forty two" and "42". */
export const spokenNumbers: Renderings = {
  dev: [([number = '']) => [number], ([number]) => [sayNumber(Number(number))]],
  'held-out': [([number = '']) => [number], ([number]) => [sayNumber(Number(number)).replace(' and ', ' ')]],
};

/** Whole units and hundredths of a currency. */
export const spokenAmounts: Renderings = {
  dev: [
    ([units, cents]) => [`$${units}.${cents}`],
    ([units, cents]) => [`${sayNumber(Number(units))} ${sayBelowHundred(Number(cents))}`],
    ([units, cents]) => [`${sayNumber(Number(units))} dollars and ${sayBelowHundred(Number(cents))} cents`],
  ],
  'held-out': [
    ([units, cents]) => [`${units}.${cents}`],
    ([units]) => [`${sayNumber(Number(units))} pounds`],
    ([units, cents]) => [`${sayNumber(Number(units)).replace(' and ', ' ')} ${sayBelowHundred(Number(cents))}`],
    ([units, cents]) => [`£${units}.${cents}`],
  ],
};

/** Hours of the day. */
export const spokenHours: Renderings = {
  dev: [
    ([hour, minute]) => [`${hour}:${minute}`],
    ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))}`],
    ([hour]) => [`${sayBelowHundred(Number(hour))} o'clock`],
  ],
  'held-out': [
    ([hour, minute]) => [`${hour}:${minute} pm`],
    ([hour]) => [`half past ${sayBelowHundred(Number(hour))}`],
    ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))} pm`],
  ],
};

/** Codes that people write or that an engine writes as one word. */
export const writtenOnly: Renderings = {
  dev: [(groups) => [groups.join('')], (groups) => [groups.join('-')]],
  'held-out': [(groups) => [groups.join(' ')], (groups) => [groups.join('').toLowerCase()]],
};
