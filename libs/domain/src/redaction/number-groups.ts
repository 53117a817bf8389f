import { hesitationAt } from './hesitations.js';
import { isOh, readNumber, startsNumber, type ReadNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** Numbers that directly follow each other, such as "four twenty twenty eight". */
export interface NumberGroup {
  /** Index of the first token. */
  readonly from: number;
  /** Index after the last token. */
  readonly to: number;
  readonly numbers: readonly string[];
  readonly digits: string;
}

/** The groups of numbers of a text in order. */
export function findNumberGroups(tokens: readonly Token[]): NumberGroup[] {
  const groups: NumberGroup[] = [];
  for (let index = 0; index < tokens.length; index++) {
    if (!startsNumber(tokens, index) && !isOhBeforeNumber(tokens, index)) continue;
    const group = groupAt(tokens, index);
    if (group === null) continue;
    groups.push(group);
    index = group.to - 1;
  }
  return groups;
}

function isOhBeforeNumber(tokens: readonly Token[], index: number): boolean {
  let next = index;
  while (isOh(tokens[next])) next++;
  return next > index && startsNumber(tokens, next);
}

/** The number at a token, unless it belongs to a hesitation such as "one sec". */
const numberAt = (tokens: readonly Token[], index: number): ReadNumber | null =>
  hesitationAt(tokens, index) === null ? readNumber(tokens, index) : null;

function groupAt(tokens: readonly Token[], from: number): NumberGroup | null {
  const numbers: string[] = [];
  let to = from;
  for (let number = numberAt(tokens, to); number !== null; number = numberAt(tokens, to)) {
    numbers.push(number.digits);
    to = number.next;
  }
  return numbers.length === 0 ? null : { from, to, numbers, digits: numbers.join('') };
}
