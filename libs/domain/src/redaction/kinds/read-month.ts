import { readNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';

const names = 'january february march april may june july august september october november december'.split(' ');
const monthByWord = new Map<string, number>(names.map((name, index) => [name, index + 1]));
names.forEach((name, index) => monthByWord.set(name.slice(0, 3), index + 1));
monthByWord.set('sept', 9);
const monthNames = new Set(monthByWord.keys());
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
ordinals.forEach((word, index) => monthByWord.set(word, index + 1));

/** The month at a token, by name ("October"), ordinal ("the tenth") or number ("ten", "10"), as two digits. */
export function readMonth(tokens: readonly Token[], index: number): { to: number; value: string } | null {
  const named = monthByWord.get(tokens[index]?.text ?? '');
  if (named !== undefined) return { to: index + 1, value: String(named).padStart(2, '0') };
  const number = readNumber(tokens, index);
  if (number === null || !/^(0?[1-9]|1[0-2])$/.test(number.digits)) return null;
  return { to: number.next, value: number.digits.padStart(2, '0') };
}

/** Whether the token is the name of a month, apart from words that mean something else more often. */
export const isMonthName = (token: Token | undefined): boolean =>
  token !== undefined && names.includes(token.text) && token.text !== 'may' && token.text !== 'march';

/** The number of a month by its name as two digits; null when the token is none. */
export function monthOfName(token: Token | undefined): string | null {
  if (token === undefined || !monthNames.has(token.text)) return null;
  return String(monthByWord.get(token.text)).padStart(2, '0');
}
