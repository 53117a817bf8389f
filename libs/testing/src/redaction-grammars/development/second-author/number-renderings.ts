import { sayBelowHundred, sayNato, sayPairs, sayRepeats, saySingly, spell, type Rendering } from '../../say-digits.js';

const eachGroup =
  (say: (group: string) => string): Rendering =>
  (groups) =>
    groups.map(say);

/** "four fifteen" for 415; other groups in pairs with hyphens, as engines write them. */
const sayUnitAndPair = (group: string): string =>
  /^[1-9][1-9]\d$/.test(group)
    ? `${saySingly(group.charAt(0))} ${sayBelowHundred(Number(group.slice(1)), '-')}`
    : sayPairs(group).replaceAll(/(ty) (?=one|two|three|four|five|six|seven|eight|nine)/g, '$1-');

/** "treble seven", as the British and the Irish say. */
const sayTreble = (group: string): string => sayRepeats(group, 'oh', 3).replaceAll('triple', 'treble');

/** How Americans say digits, and how engines write them down. */
export const americanDigits: readonly Rendering[] = [
  eachGroup((group) => saySingly(group)),
  eachGroup(sayUnitAndPair),
  eachGroup((group) => [...group].join('-')),
  eachGroup((group) => [...group].join(', ')),
  (groups) => groups.map((group, index) => (index % 2 === 0 ? saySingly(group, 'oh') : group)),
  (groups) => [groups.join(' ')],
  (groups, random) => groups.map((group) => saySingly(group, random.pick(['oh', 'zero']))),
];

/** How the British, Australians and Indians say digits, and how engines write them down. */
export const commonwealthDigits: readonly Rendering[] = [
  eachGroup(sayTreble),
  eachGroup((group) => saySingly(group, 'nought')),
  eachGroup((group) => sayRepeats(group, 'zero', 2)),
  eachGroup((group) => saySingly(group, 'oh')),
  eachGroup((group) => [...group].join(' ')),
  (groups) => [groups.join('')],
  (groups) => groups.map((group, index) => (index === 0 ? group : saySingly(group))),
];

/** How Germans and Spaniards say digits in English: singly, and never with "oh". */
export const continentalDigits: readonly Rendering[] = [
  eachGroup((group) => saySingly(group)),
  eachGroup((group) => saySingly(group, 'null')),
  (groups) => [groups.join(' ')],
  (groups) => [groups.join('')],
  eachGroup((group) => [...group].join(', ')),
];

/** Digits with the marks between the groups said: "twenty dash forty five". */
export const digitsWithSaidMarks =
  (mark: string): Rendering =>
  (groups) =>
    groups.map((group, index) => (index < groups.length - 1 ? `${saySingly(group)} ${mark}` : saySingly(group)));

const PEOPLE =
  'Adam Barbara Charlie David Edward Frank George Harry Isaac Jack King Lucy Mary Nancy Oliver Peter Queen Robert Sugar Tommy Uncle Victor William X-ray Yellow Zebra'.split(
    ' ',
  );
const sayWithName = (joint: string) => (letter: string) =>
  `${letter.toUpperCase()} ${joint} ${PEOPLE[letter.toUpperCase().charCodeAt(0) - 65] ?? letter}`;

/** How people spell and engines write numbers with letters in them. */
export const codeRenderings: readonly Rendering[] = [
  (groups) => [groups.join('')],
  (groups) => [groups.join(' ')],
  eachGroup((group) => spell(group, sayWithName('for'), (digits) => saySingly(digits))),
  eachGroup((group) => spell(group, sayWithName('as in'), (digits) => [...digits].join(' '))),
  eachGroup((group) => spell(group, sayNato, (digits) => sayRepeats(digits, 'zero', 2))),
  eachGroup((group) => [...group].join('-')),
  eachGroup((group) =>
    spell(
      group,
      (letter) => letter,
      (digits) => sayRepeats(digits, 'oh', 3),
    ),
  ),
  eachGroup((group) =>
    spell(
      group,
      (letter) => letter.toLowerCase(),
      (digits) => digits,
    ),
  ),
];
