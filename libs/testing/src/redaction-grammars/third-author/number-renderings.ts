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

const perGroup =
  (say: (group: string) => string): Rendering =>
  (groups) =>
    groups.map(say);

/** The digits as an engine writes them that formats numbers: "4111 1111". */
const asWritten: Rendering = (groups) => [...groups];
const joinedBy =
  (mark: string): Rendering =>
  (groups) => [groups.join(mark)];
const singly = (zero: string): Rendering => perGroup((group) => saySingly(group, zero));
const repeats = (zero: string, longest: 2 | 3, three = 'triple'): Rendering =>
  perGroup((group) => sayRepeats(group, zero, longest).replaceAll('triple', three));
const spaced: Rendering = perGroup((group) => [...group].join(' '));
const hyphened: Rendering = perGroup((group) => [...group].join('-'));

/** "forty-one eleven": engines join the parts of a number by a hyphen. */
const pairsWithHyphens: Rendering = perGroup((group) =>
  sayPairs(group).replaceAll(/(\w+ty) (one|two|three|four|five|six|seven|eight|nine)\b/g, '$1-$2'),
);

/** The speaker pauses after another count of digits than the value is grouped by. */
const inGroupsOf =
  (count: number, say: (group: string) => string): Rendering =>
  (groups) =>
    (groups.join('').match(new RegExp(`.{1,${count}}`, 'g')) ?? []).map(say);

/** The engine writes some groups as digits and others as words. */
const mixed: Rendering = (groups, random) =>
  groups.map((group) => (random.chance(0.5) ? group : saySingly(group, random.pick(['zero', 'oh']))));

export const usDigits: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  joinedBy('-'),
  singly('zero'),
  singly('oh'),
  perGroup(sayPairs),
  pairsWithHyphens,
  perGroup(sayHundreds),
  spaced,
  mixed,
  inGroupsOf(3, (group) => saySingly(group)),
];

export const ukDigits: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  singly('oh'),
  singly('zero'),
  repeats('oh', 2),
  repeats('zero', 3, 'treble'),
  repeats('nought', 2),
  spaced,
  mixed,
  inGroupsOf(2, sayPairs),
];

export const indianDigits: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  singly('zero'),
  repeats('zero', 3),
  repeats('zero', 2),
  spaced,
  mixed,
  inGroupsOf(2, (group) => saySingly(group)),
];

export const australianDigits: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  singly('zero'),
  singly('oh'),
  repeats('oh', 3),
  repeats('zero', 2),
  hyphened,
  mixed,
];

export const europeanDigits: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  singly('zero'),
  spaced,
  mixed,
  inGroupsOf(2, (group) => saySingly(group)),
  inGroupsOf(2, sayPairs),
];

/** How people anywhere say a number of three to eight digits. */
export const shortDigits: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  singly('zero'),
  singly('oh'),
  spaced,
  hyphened,
  perGroup(sayPairs),
  repeats('zero', 2),
];

/** "twelve dash thirty dash seventy", with the mark said. */
export const saidWithMark = (mark: string): Rendering[] =>
  [saySingly, sayPairs].map(
    (say): Rendering =>
      (groups) =>
        groups.map((group, index) => (index === 0 ? say(group) : `${mark} ${say(group)}`)),
  );

const THINGS =
  'apple boy cat dog easy fox girl house ice juliet kite love mother nellie orange paul queen roger sam tom umbrella victor water x-ray yellow zebra'.split(
    ' ',
  );
export const sayWithThing =
  (joint: string) =>
  (letter: string): string =>
    `${letter.toUpperCase()} ${joint} ${THINGS[letter.toLowerCase().charCodeAt(0) - 97] ?? letter}`;

const spelled = (sayLetter: (letter: string) => string, sayDigits: (digits: string) => string): Rendering =>
  perGroup((group) => spell(group, sayLetter, sayDigits));
const lowerCase = (letter: string): string => letter.toLowerCase();
const upperCase = (letter: string): string => letter;

/** How people spell numbers with letters in them, and how engines write them. */
export const letterCodes: readonly Rendering[] = [
  asWritten,
  joinedBy(''),
  spelled(lowerCase, (digits) => saySingly(digits)),
  spelled(upperCase, (digits) => [...digits].join(' ')),
  spelled(upperCase, (digits) => digits),
  spelled(sayNato, (digits) => saySingly(digits)),
  spelled(
    (letter) => sayNato(letter).replace(/^./, (first) => first.toUpperCase()),
    (digits) => digits,
  ),
  spelled(sayWithThing('for'), (digits) => saySingly(digits, 'oh')),
  spelled(sayWithThing('as in'), (digits) => digits),
  spelled(lowerCase, (digits) => sayRepeats(digits, 'zero', 2)),
  spelled(lowerCase, sayPairs),
];

const counted =
  (say: (count: number) => string): Rendering =>
  ([count]) => [say(Number(count))];
/** How people say a count, and how engines write it. */
export const counts: readonly Rendering[] = [
  counted(String),
  counted((count) => count.toLocaleString('en')),
  counted(sayNumber),
  counted((count) => sayNumber(count).replaceAll(' and ', ' ')),
  counted((count) => (count < 100 ? sayBelowHundred(count, '-') : sayNumber(count))),
];
/** The counts with a unit: "forty five percent". */
export const countsOf = (unit: string): readonly Rendering[] =>
  counts.map((say): Rendering => (groups, random) => [`${say(groups, random).join(' ')} ${unit}`]);
