import type { NumberGroup } from './number-groups.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** "131 over 92". */
export const isRatio = (tokens: readonly Token[], { from, to }: NumberGroup): boolean =>
  (textAt(tokens, to) === 'out' && textAt(tokens, to + 1) === 'of' && startsNumber(tokens, to + 2)) ||
  (textAt(tokens, to) === 'over' && startsNumber(tokens, to + 1)) ||
  (textAt(tokens, from - 1) === 'over' && startsNumber(tokens, from - 2));

/** "thirty two sixty nine in total", "it comes to 63.20". */
export const isTotal = (tokens: readonly Token[], { from, to }: NumberGroup): boolean =>
  (textAt(tokens, to) === 'in' && textAt(tokens, to + 1) === 'total') ||
  (textAt(tokens, from - 1) === 'to' && waysToCome.has(textAt(tokens, from - 2)));

const waysToCome = new Set(['comes', 'came', 'come']);

/** Longest part of a decimal before and after its point. */
const MAX_DECIMAL_DIGITS = 3;

/** Either part of "15 point 3". It may be a date. */
export const isSpokenDecimal = (tokens: readonly Token[], { from, to, digits }: NumberGroup): boolean =>
  digits.length <= MAX_DECIMAL_DIGITS &&
  ((textAt(tokens, to) === 'point' && startsNumber(tokens, to + 1)) ||
    (textAt(tokens, from - 1) === 'point' && startsNumber(tokens, from - 2)));
