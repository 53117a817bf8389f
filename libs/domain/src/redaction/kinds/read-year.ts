import { isOh, readNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';

/** A year or a part of a date, and the index after its last token. */
export interface ReadYear {
  readonly to: number;
  readonly digits: string;
}

/** "two thousand and five", "two thousand". */
export function readThousand(tokens: readonly Token[], index: number): ReadYear | null {
  if (!['two', '2'].includes(tokens[index]?.text ?? '') || tokens[index + 1]?.text !== 'thousand') return null;
  const from = tokens[index + 2]?.text === 'and' ? index + 3 : index + 2;
  const rest = readNumber(tokens, from);
  const isYear = rest !== null && rest.digits.length <= 2;
  return isYear ? { to: rest.next, digits: `20${rest.digits.padStart(2, '0')}` } : { to: index + 2, digits: '2000' };
}

/** A year of the last or this century: "2026", "nineteen eighty two", "twenty oh five", "two thousand and five". */
export function readYear(tokens: readonly Token[], index: number): ReadYear | null {
  const thousand = readThousand(tokens, index);
  if (thousand !== null) return thousand;
  const first = readNumber(tokens, index);
  if (first === null) return null;
  if (/^(19|20)\d\d$/.test(first.digits)) return { to: first.next, digits: first.digits };
  if (!first.isSpoken || !/^(19|20)$/.test(first.digits)) return null;
  const hasOh = isOh(tokens[first.next]);
  const rest = readNumber(tokens, hasOh ? first.next + 1 : first.next);
  if (rest === null || rest.digits.length !== (hasOh ? 1 : 2)) return null;
  return { to: rest.next, digits: first.digits + rest.digits.padStart(2, '0') };
}
