import {
  sayBelowHundred,
  sayNato,
  sayNumber,
  sayPairs,
  sayRepeats,
  saySingly,
  spell,
  type Rendering,
} from '../say-digits.js';

export const everywhere = ['US', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;

const eachGroup =
  (say: (group: string) => string): Rendering =>
  (groups) =>
    groups.map(say);

/** Reads the value in other groups than the usual ones. */
const regroup =
  (length: number, say: (group: string) => string): Rendering =>
  (groups) =>
    (groups.join('').match(new RegExp(`.{1,${length}}`, 'g')) ?? []).map(say);

const written: Rendering = (groups) => [...groups];
const joined: Rendering = (groups) => [groups.join('')];
const dashed: Rendering = (groups) => [groups.join('-')];
const spaced: Rendering = eachGroup((group) => [...group].join(' '));
const singly = (zero: string): Rendering => eachGroup((group) => saySingly(group, zero));
/** An engine that writes figures for the first part and words for the last one. */
const figuresThenWords: Rendering = (groups) =>
  groups.map((group, at) => (at === groups.length - 1 ? saySingly(group) : group));

/** What engines write that format numbers. Most of them do. */
const formatted: readonly Rendering[] = [written, joined, written, joined, dashed];

export const americanDigits: readonly Rendering[] = [
  ...formatted,
  spaced,
  singly('zero'),
  singly('oh'),
  regroup(2, sayPairs),
  figuresThenWords,
];

export const britishDigits: readonly Rendering[] = [
  ...formatted,
  spaced,
  singly('oh'),
  singly('nought'),
  eachGroup((group) => sayRepeats(group, 'oh', 3)),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  regroup(3, (group) => saySingly(group, 'oh')),
];

export const indianDigits: readonly Rendering[] = [
  ...formatted,
  singly('zero'),
  eachGroup((group) => sayRepeats(group, 'zero', 3)),
  regroup(5, (group) => sayRepeats(group, 'zero', 2)),
  regroup(2, sayPairs),
];

export const europeanDigits: readonly Rendering[] = [
  ...formatted,
  spaced,
  singly('zero'),
  regroup(2, (group) => saySingly(group)),
  regroup(3, (group) => saySingly(group)),
  /** Somebody who dictates slowly. */
  (groups) => [saySingly(groups.join('')).replaceAll(' ', ', ')],
];

export const anyDigits: readonly Rendering[] = [...americanDigits, ...britishDigits];

/** Three to six digits. */
export const shortDigits: readonly Rendering[] = [
  joined,
  joined,
  joined,
  spaced,
  singly('zero'),
  singly('oh'),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  regroup(2, sayPairs),
];

const asItIs = (text: string): string => text;
const lowerCase = (letter: string): string => letter.toLowerCase();
const sayNatoFor = (letter: string): string => `${letter} for ${sayNato(letter)}`;

/** Codes of letters and digits. */
export const letterCodes: readonly Rendering[] = [
  joined,
  joined,
  written,
  eachGroup((group) => spell(group, asItIs, asItIs)),
  eachGroup((group) => spell(group, asItIs, (digits) => saySingly(digits))),
  eachGroup((group) => spell(group, lowerCase, (digits) => saySingly(digits, 'oh'))),
  eachGroup((group) => spell(group, sayNato, (digits) => saySingly(digits))),
  eachGroup((group) => spell(group, sayNatoFor, asItIs)),
];

/** A count with its unit, which is the value's second group. */
export const countsWithUnit: readonly Rendering[] = [
  ([count, unit]) => [`${count} ${unit}`],
  ([count, unit]) => [`${sayNumber(Number(count))} ${unit}`],
];

/** A count without a unit: "40", "forty", "2,500". */
export const plainCounts: readonly Rendering[] = [
  ([count]) => [Number(count).toLocaleString('en')],
  ([count]) => [String(count)],
  ([count]) => [sayNumber(Number(count))],
];

export const clockTimes: readonly Rendering[] = [
  ([hour, minute]) => [`${hour}:${minute}`],
  ([hour, minute]) => [`${hour}:${minute} pm`],
  ([hour, minute]) => [`${hour}.${minute}`],
  ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${sayBelowHundred(Number(minute))}`],
  ([hour]) => [`${hour} o'clock`],
];
