import { isUnitAt } from './everyday-numbers.js';
import { hesitationAt } from './hesitations.js';
import { isOh, readNumber, startsNumber, type ReadNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

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
  let last = from;
  for (let number = numberAt(tokens, to); number !== null; number = numberAt(tokens, to)) {
    if (
      numbers.length > 0 &&
      isCounted(tokens, number) &&
      !isOneAmount(tokens, numbers.length, { last, next: to, to: number.next })
    )
      break;
    numbers.push(number.digits);
    last = to;
    to = number.next;
  }
  return numbers.length === 0 ? null : { from, to, numbers, digits: numbers.join('') };
}

/** Whether a unit follows a number. "k", "th" and "thousand" may go on: "two thousand and five", "4 k 9". */
const isCounted = (tokens: readonly Token[], { next }: ReadNumber): boolean =>
  isUnitAt(tokens, next) && (tokens[next]?.text.length ?? 0) > 2 && tokens[next]?.text !== 'thousand';

/** Most numbers before the last one of an amount: "two seventy five". */
const MAX_NUMBERS_BEFORE = 2;

/** "one five eight one three times" and "6417 two days ago" are a code and an amount. */
const isOneAmount = (
  tokens: readonly Token[],
  count: number,
  { last, next, to }: { readonly last: number; readonly next: number; readonly to: number },
): boolean =>
  count <= MAX_NUMBERS_BEFORE &&
  textAt(tokens, to) !== 'times' &&
  tokens[last]?.kind === tokens[next]?.kind &&
  (tokens[next]?.gap !== 'mark' || tokens[next]?.kind === 'digits');
