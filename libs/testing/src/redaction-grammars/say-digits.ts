import type { RandomSource } from './random-source.js';

/** Which half of the grammars: recognisers are developed on the failures of `dev`; those of `held-out` are never printed. */
export type Half = 'dev' | 'held-out';
export const halves: readonly Half[] = ['dev', 'held-out'];

/** Says or writes the groups of a value. Returns them as groups between which a speaker may pause. */
export type Rendering = (groups: readonly string[], random: RandomSource) => string[];

export const units = 'zero one two three four five six seven eight nine'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** "seven", "fourteen", "forty two". */
export function sayBelowHundred(value: number, joint = ' '): string {
  if (value < 10) return units[value] ?? '';
  if (value < 20) return teens[value - 10] ?? '';
  const ten = tens[Math.floor(value / 10)] ?? '';
  return value % 10 === 0 ? ten : `${ten}${joint}${units[value % 10]}`;
}

/** "two hundred and forty nine". */
export function sayNumber(value: number): string {
  if (value < 100) return sayBelowHundred(value);
  if (value < 1_000) {
    const rest = value % 100;
    return `${sayBelowHundred(Math.floor(value / 100))} hundred${rest === 0 ? '' : ` and ${sayBelowHundred(rest)}`}`;
  }
  const rest = value % 1_000;
  return `${sayNumber(Math.floor(value / 1_000))} thousand${rest === 0 ? '' : ` ${sayNumber(rest)}`}`;
}

/** Says each character by itself: digits as words, letters as they are. */
export const saySingly = (characters: string, zero = 'zero'): string =>
  [...characters].map((one) => (one === '0' ? zero : (units[Number(one)] ?? one))).join(' ');

/** "double one", "triple five"; other characters singly. */
export const sayRepeats = (characters: string, zero: string, longest: 2 | 3): string =>
  (characters.match(/(\d)\1*|\D/g) ?? []).flatMap((run) => sayRun(run, zero, longest)).join(' ');

function sayRun(run: string, zero: string, longest: number): string[] {
  const words: string[] = [];
  for (let rest = run.length; rest > 0;) {
    const count = Math.min(rest, longest);
    words.push(['', 'double ', 'triple '][count - 1] + saySingly(run.charAt(0), zero));
    rest -= count;
  }
  return words;
}

/** "forty one eleven"; a pair with a zero in it is said singly, because "twenty three" would be 23 and not 203. */
export function sayPairs(digits: string): string {
  const pairs = digits.match(/\d\d?/g) ?? [];
  return pairs
    .map((pair) => (pair.length === 2 && !pair.includes('0') ? sayBelowHundred(Number(pair)) : saySingly(pair, 'oh')))
    .join(' ');
}

/** "fifty five hundred" for 5500; other groups in pairs. */
const sayHundreds = (digits: string): string =>
  /^[1-9]\d00$/.test(digits) && digits[1] !== '0'
    ? `${sayBelowHundred(Number(digits.slice(0, 2)))} hundred`
    : sayPairs(digits);

/** How numbers are said and written, by the half of the grammars. */
export const digitRenderings: Readonly<Record<Half, readonly Rendering[]>> = {
  dev: [
    (groups) => groups.map((group) => saySingly(group)),
    (groups) => groups.map((group) => sayRepeats(group, 'oh', 3)),
    (groups) => groups.map(sayPairs),
    (groups) => [...groups],
    (groups) => [groups.join('-')],
  ],
  'held-out': [
    (groups) => groups.map((group) => saySingly(group, 'oh')),
    (groups) => groups.map((group) => sayRepeats(group, 'zero', 2)),
    (groups) => groups.map(sayHundreds),
    (groups) => groups.map((group) => [...group].join(' ')),
    (groups) => [groups.join('')],
    (groups) => groups.map((group, index) => (index % 2 === 0 ? group : saySingly(group))),
  ],
};

const NATO =
  'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu'.split(
    ' ',
  );
const sayNato = (letter: string): string => NATO[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;

const spell = (group: string, sayLetter: (letter: string) => string, sayDigits: (digits: string) => string): string =>
  (group.match(/\d+|\D/g) ?? []).map((part) => (/\d/.test(part) ? sayDigits(part) : sayLetter(part))).join(' ');

/** How numbers with letters in them are said and written. */
export const codeRenderings: Readonly<Record<Half, readonly Rendering[]>> = {
  dev: [
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
  ],
  'held-out': [
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
  ],
};
