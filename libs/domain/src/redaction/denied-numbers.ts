import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const denials = new Set(['not', "isn't", "wasn't", 'never']);
const turns = new Set(["it's", 'its', 'but', "that's", 'should']);

/** Index after a number that is denied: the right one follows in "it's not 732 441, it's 012 …". `to` for other numbers. */
export function endOfDenied(tokens: readonly Token[], from: number, to: number): number {
  if (!denials.has(textAt(tokens, from - 1)) || !startsNumber(tokens, from)) return to;
  const turn = tokens.findIndex(({ text }, index) => index > from && index < to && turns.has(text));
  return turn === -1 ? to : turn;
}
