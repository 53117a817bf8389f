import { sayHundreds, sayNato, sayPairs, sayRepeats, saySingly, spell, type Rendering } from '../say-digits.js';

/** How numbers are said and written. */
export const digitRenderings: readonly Rendering[] = [
  (groups) => groups.map((group) => saySingly(group)),
  (groups) => groups.map((group) => sayRepeats(group, 'oh', 3)),
  (groups) => groups.map(sayPairs),
  (groups) => [...groups],
  (groups) => [groups.join('-')],
  (groups) => groups.map((group) => saySingly(group, 'oh')),
  (groups) => groups.map((group) => sayRepeats(group, 'zero', 2)),
  (groups) => groups.map(sayHundreds),
  (groups) => groups.map((group) => [...group].join(' ')),
  (groups) => [groups.join('')],
  (groups) => groups.map((group, index) => (index % 2 === 0 ? group : saySingly(group))),
];

/** How numbers with letters in them are said and written. */
export const codeRenderings: readonly Rendering[] = [
  (groups) => [...groups],
  (groups) => [groups.join('')],
  (groups) =>
    groups.map((group) =>
      spell(
        group,
        (letter) => letter,
        (digits) => saySingly(digits),
      ),
    ),
  (groups) =>
    groups.map((group) =>
      spell(
        group,
        (letter) => letter.toLowerCase(),
        (digits) => sayRepeats(digits, 'oh', 3),
      ),
    ),
  (groups) => groups.map((group) => group.toLowerCase()),
  (groups) => [groups.join('-')],
  (groups) =>
    groups.map((group) =>
      spell(
        group,
        (letter) => letter,
        (digits) => [...digits].join(' '),
      ),
    ),
  (groups) => groups.map((group) => spell(group, sayNato, (digits) => saySingly(digits, 'oh'))),
];
