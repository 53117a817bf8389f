import {
  sayBelowHundred,
  sayNato,
  sayNumber,
  sayPairs,
  sayRepeats,
  saySingly,
  spell,
  type Rendering,
} from './say-digits.js';

export const everyCountry = ['US', 'CA', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;

const eachGroup =
  (say: (group: string) => string): Rendering =>
  (groups) =>
    groups.map(say);

/** Cuts the value anew, into parts of this length. */
export const inPartsOf =
  (length: number, say: (part: string) => string): Rendering =>
  (groups) =>
    (groups.join('').match(new RegExp(`.{1,${length}}`, 'g')) ?? []).map(say);

const asItIs = (text: string): string => text;
/** Each group by itself, as it is written. */
export const inGroups: Rendering = (groups) => [...groups];
const inOne: Rendering = (groups) => [groups.join('')];
/** "482-913". */
export const withHyphens: Rendering = (groups) => [groups.join('-')];
const digitByDigit = eachGroup((group) => [...group].join(' '));
const inWords = (zero: string): Rendering => eachGroup((group) => saySingly(group, zero));
/** Some engines end a sentence at each pause. */
const withFullStops: Rendering = (groups) => [groups.join('. ')];
/** Some engines write figures only after they have heard a few digits. */
const wordsThenFigures: Rendering = ([first = '', ...rest]) => [saySingly(first), ...rest];
/** "4, 8, 2". */
export const withCommas: Rendering = (groups) => [[...groups.join('')].join(', ')];

/** How most engines write the digits that they hear. */
const usual: readonly Rendering[] = [inGroups, inGroups, inGroups, inOne, inOne, withHyphens, digitByDigit];

export const usDigits: readonly Rendering[] = [
  ...usual,
  inWords('zero'),
  inWords('oh'),
  inPartsOf(2, sayPairs),
  wordsThenFigures,
  withFullStops,
];

export const ukDigits: readonly Rendering[] = [
  ...usual,
  inWords('oh'),
  inWords('zero'),
  inWords('o'),
  eachGroup((group) => sayRepeats(group, 'oh', 2)),
  eachGroup((group) => sayRepeats(group, 'zero', 3)),
  withCommas,
];

export const indiaDigits: readonly Rendering[] = [
  ...usual,
  inWords('zero'),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  eachGroup((group) => sayRepeats(group, 'zero', 3)),
  inPartsOf(5, (part) => saySingly(part)),
  inPartsOf(2, asItIs),
];

/** Germans and Spaniards who speak English: digits by themselves, in pairs or in threes. */
export const europeDigits: readonly Rendering[] = [
  ...usual,
  inWords('zero'),
  inPartsOf(2, asItIs),
  inPartsOf(3, (part) => saySingly(part)),
  inPartsOf(2, (part) => saySingly(part)),
  withFullStops,
];

export const mixedDigits: readonly Rendering[] = [...usDigits, ...ukDigits];

/** Two to six digits. */
export const fewDigits: readonly Rendering[] = [
  inOne,
  inOne,
  inOne,
  inOne,
  digitByDigit,
  inWords('zero'),
  inWords('oh'),
  inPartsOf(2, sayPairs),
  eachGroup((group) => sayRepeats(group, 'oh', 2)),
];

const EVERYDAY_WORDS: Readonly<Record<string, string>> = {
  A: 'apple',
  B: 'boy',
  C: 'cat',
  D: 'dog',
  E: 'elephant',
  F: 'Frank',
  G: 'George',
  H: 'Henry',
  J: 'John',
  K: 'king',
  L: 'lemon',
  M: 'mother',
  N: 'Nancy',
  P: 'Peter',
  R: 'Robert',
  S: 'sugar',
  T: 'Tom',
  U: 'umbrella',
  V: 'Victor',
  W: 'water',
  Y: 'yellow',
  Z: 'zebra',
};
/** "A as in apple". A letter without a word stays as it is. */
export const sayEveryday = (letter: string): string =>
  EVERYDAY_WORDS[letter] === undefined ? letter : `${letter} as in ${EVERYDAY_WORDS[letter]}`;
const sayFor = (letter: string): string => `${letter} for ${EVERYDAY_WORDS[letter] ?? sayNato(letter)}`;

/** Codes of letters and digits, without the ways that name words for letters. */
export const plainCodes: readonly Rendering[] = [
  inOne,
  inOne,
  inGroups,
  withHyphens,
  eachGroup((group) => [...group].join(' ')),
  eachGroup((group) => spell(group, asItIs, asItIs)),
  eachGroup((group) => spell(group, asItIs, (digits) => saySingly(digits))),
  eachGroup((group) =>
    spell(
      group,
      (letter) => letter.toLowerCase(),
      (digits) => saySingly(digits, 'oh'),
    ),
  ),
];

export const lettersAndDigits: readonly Rendering[] = [
  ...plainCodes,
  eachGroup((group) => spell(group, sayNato, (digits) => saySingly(digits))),
  eachGroup((group) => spell(group, sayEveryday, asItIs)),
  eachGroup((group) => spell(group, sayFor, (digits) => saySingly(digits))),
];

/** A number of things, without a unit. */
export const counts: readonly Rendering[] = [
  ([count]) => [String(count)],
  ([count]) => [Number(count).toLocaleString('en')],
  ([count]) => [sayNumber(Number(count))],
];

/** A number with the unit that stands in the second group. */
export const countsOf: readonly Rendering[] = [
  ([count, unit]) => [`${count} ${unit}`],
  ([count, unit]) => [`${count} ${unit}`],
  ([count, unit]) => [`${sayNumber(Number(count))} ${unit}`],
];

function sayHour(hour: string, minute: string): string {
  const spokenHour = sayBelowHundred(Number(hour));
  if (minute === '00') return `${spokenHour} o'clock`;
  return minute === '30' ? `half past ${spokenHour}` : `${spokenHour} ${sayBelowHundred(Number(minute))}`;
}

export const hours: readonly Rendering[] = [
  ([hour, minute]) => [`${hour}:${minute}`],
  ([hour, minute]) => [`${hour}:${minute} ${Number(hour) < 8 ? 'p.m.' : 'a.m.'}`],
  ([hour, minute]) => [`${hour}${minute === '00' ? '' : `:${minute}`} ${Number(hour) < 8 ? 'pm' : 'am'}`],
  ([hour = '', minute = '']) => [sayHour(hour, minute)],
];

/** With the code of the country in place of the first zero. */
export const fromAbroad = (code: string): readonly Rendering[] => [
  ([first = '', ...rest]) => [`+${code}`, first.replace(/^0/, ''), ...rest],
  ([first = '', ...rest]) => [`+${code}${first.replace(/^0/, '')}${rest.join('')}`],
  ([first = '', ...rest]) => [`plus ${code}`, ...[first.replace(/^0/, ''), ...rest].map((group) => saySingly(group))],
];
