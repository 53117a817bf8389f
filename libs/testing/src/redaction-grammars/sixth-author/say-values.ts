import {
  sayBelowHundred,
  sayHundreds,
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

/** Reads the value in groups of another length than the usual ones. */
export const regroup =
  (length: number, say: (group: string) => string): Rendering =>
  (groups) =>
    (groups.join('').match(new RegExp(`.{1,${length}}`, 'g')) ?? []).map(say);

const asItIs = (text: string): string => text;
export const written: Rendering = (groups) => [...groups];
export const joined: Rendering = (groups) => [groups.join('')];
export const dashed: Rendering = (groups) => [groups.join('-')];
export const dotted: Rendering = (groups) => [groups.join('.')];
const separatedBy = (separator: string): Rendering => eachGroup((group) => [...group].join(separator));
const singly = (zero: string): Rendering => eachGroup((group) => saySingly(group, zero));
/** "forty-two", as many engines write it. */
const hyphenate = (words: string): string =>
  words.replaceAll(/\b(\w+ty) (one|two|three|four|five|six|seven|eight|nine)\b/g, '$1-$2');
const pairs = eachGroup((group) => hyphenate(sayPairs(group)));

/** An engine that writes words until the last part and figures for it. */
const wordsThenFigures: Rendering = (groups) =>
  groups.map((group, at) => (at === groups.length - 1 ? group : saySingly(group)));

const engineFormats: readonly Rendering[] = [written, joined, written, dashed];

export const americanDigits: readonly Rendering[] = [
  ...engineFormats,
  separatedBy(' '),
  separatedBy('-'),
  singly('zero'),
  singly('oh'),
  singly('o'),
  pairs,
  eachGroup(sayHundreds),
  wordsThenFigures,
];

export const britishDigits: readonly Rendering[] = [
  ...engineFormats,
  separatedBy(' '),
  separatedBy(', '),
  singly('oh'),
  singly('nought'),
  eachGroup((group) => sayRepeats(group, 'oh', 3)),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  regroup(2, asItIs),
  wordsThenFigures,
];

export const indianDigits: readonly Rendering[] = [
  ...engineFormats,
  singly('zero'),
  regroup(2, asItIs),
  regroup(2, (group) => hyphenate(sayPairs(group))),
  eachGroup((group) => sayRepeats(group, 'zero', 3)),
  regroup(3, (group) => sayRepeats(group, 'zero', 2)),
];

export const europeanDigits: readonly Rendering[] = [
  ...engineFormats,
  separatedBy(' '),
  separatedBy(', '),
  singly('zero'),
  regroup(2, (group) => hyphenate(sayPairs(group))),
  regroup(2, asItIs),
  regroup(1, (digit) => saySingly(digit)),
];

export const anyDigits: readonly Rendering[] = [...americanDigits, ...britishDigits];

/** Three to six digits. */
export const shortDigits: readonly Rendering[] = [
  joined,
  joined,
  joined,
  separatedBy(' '),
  separatedBy('-'),
  separatedBy(', '),
  singly('zero'),
  singly('oh'),
  singly('nought'),
  eachGroup((group) => sayRepeats(group, 'oh', 2)),
  pairs,
  regroup(2, asItIs),
  regroup(1, (digit) => saySingly(digit)),
];

/** Three digits as one number, as people say who learned English late: "seven hundred and forty two". */
export const wholeNumber: Rendering = eachGroup((group) =>
  group.startsWith('0') ? saySingly(group) : sayNumber(Number(group)),
);

const sayNatoAs = (letter: string): string => `${letter} as in ${sayNato(letter)}`;
const capitalNato = (letter: string): string => sayNato(letter).replace(/^./, (first) => first.toUpperCase());

/** Codes of letters and digits. */
export const letterCodes: readonly Rendering[] = [
  joined,
  joined,
  written,
  eachGroup((group) => [...group].join(' ')),
  eachGroup((group) => spell(group, asItIs, saySingly)),
  eachGroup((group) => spell(group, asItIs, (digits) => saySingly(digits, 'oh'))),
  eachGroup((group) => spell(group.toLowerCase(), asItIs, asItIs)),
  eachGroup((group) => spell(group, capitalNato, asItIs)),
  eachGroup((group) => spell(group, sayNato, (digits) => sayRepeats(digits, 'zero', 2))),
  eachGroup((group) => spell(group, sayNatoAs, (digits) => saySingly(digits))),
];

/** A count with its unit, which is the value's second group. */
export const countsWithUnit: readonly Rendering[] = [
  ([count, unit]) => [`${count} ${unit}`],
  ([count, unit]) => [`${hyphenate(sayNumber(Number(count)))} ${unit}`],
];

/** A count without a unit. */
export const plainCounts: readonly Rendering[] = [
  ([count]) => [String(count)],
  ([count]) => [Number(count).toLocaleString('en')],
  ([count]) => [hyphenate(sayNumber(Number(count)))],
];

const pastTheHour: Readonly<Record<string, string>> = { '15': 'quarter past', '30': 'half past' };

/** Hour and minute. */
export const clockTimes: readonly Rendering[] = [
  ([hour, minute]) => [`${hour}:${minute}`],
  ([hour, minute]) => [`${hour}:${minute} AM`],
  ([hour, minute]) => [`${hour}.${minute}`],
  ([hour, minute]) => [`${Number(hour) + 12}:${minute}`],
  ([hour, minute]) => [`${sayBelowHundred(Number(hour))} ${hyphenate(sayBelowHundred(Number(minute)))}`],
  ([hour, minute = '']) => [`${pastTheHour[minute] ?? `${minute} past`} ${sayBelowHundred(Number(hour))}`],
  ([hour]) => [`${sayBelowHundred(Number(hour))} o'clock`],
  ([hour]) => [`${hour}pm`],
];
