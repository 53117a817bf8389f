import type { RandomSource } from './random-source.js';

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
export const sayHundreds = (digits: string): string =>
  /^[1-9]\d00$/.test(digits) && digits[1] !== '0'
    ? `${sayBelowHundred(Number(digits.slice(0, 2)))} hundred`
    : sayPairs(digits);

const NATO =
  'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu'.split(
    ' ',
  );
export const sayNato = (letter: string): string => NATO[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;

/** Spells a code: letters by one sayer, runs of digits by the other. */
export const spell = (
  group: string,
  sayLetter: (letter: string) => string,
  sayDigits: (digits: string) => string,
): string =>
  (group.match(/\d+|\D/g) ?? []).map((part) => (/\d/.test(part) ? sayDigits(part) : sayLetter(part))).join(' ');
