import { readNumber, type ReadNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import type { ValuePlace } from './labelled-kind.js';
import { isFiller } from './read-code-at.js';

/** A part of the date, and the index after its last token. */
export interface DatePart {
  readonly to: number;
  readonly value: string;
}

/** "28", "2028", "twenty eight", "twenty twenty eight", "two thousand twenty eight", "two eight". */
export function yearAt({ tokens, end }: ValuePlace, at: number): DatePart | null {
  const first = readNumber(tokens, at);
  if (first === null || first.next > end) return null;
  const { digits, next } = first;
  const long = longYear(tokens, first);
  if (long !== null && long.to <= end) return withUnit({ tokens, end }, long);
  if (/^[2-3]\d$/.test(digits)) return withUnit({ tokens, end }, { to: next, value: digits });
  return digits.length === 1 ? spelledYear({ tokens, end }, { digits, next }) : null;
}

/** "Twenty uh eight". */
function withUnit({ tokens, end }: Pick<ValuePlace, 'tokens' | 'end'>, year: DatePart): DatePart {
  let at = year.to;
  while (at < end && isFiller(tokens[at])) at++;
  const unit = at > year.to && at < end && /^[2-3]0$/.test(year.value) ? readNumber(tokens, at) : null;
  const isUnit =
    unit !== null && unit.isSpoken && /^[1-9]$/.test(unit.digits) && readNumber(tokens, unit.next) === null;
  return isUnit ? { to: unit.next, value: `${year.value[0]}${unit.digits}` } : year;
}

/** "2028", "twenty twenty eight", "two thousand and twenty eight". */
export function longYear(tokens: readonly Token[], { digits, next }: ReadNumber): DatePart | null {
  if (/^20[2-3]\d$/.test(digits)) return { to: next, value: digits.slice(2) };
  const from = digits === '20' ? next : digits === '2' ? afterThousand(tokens, next) : null;
  const second = from === null ? null : readNumber(tokens, from);
  return second !== null && /^[2-3]\d$/.test(second.digits) ? { to: second.next, value: second.digits } : null;
}

function afterThousand(tokens: readonly Token[], index: number): number | null {
  if (tokens[index]?.text !== 'thousand') return null;
  return tokens[index + 1]?.text === 'and' ? index + 2 : index + 1;
}

/** "two eight", "two oh two eight". */
function spelledYear(
  { tokens, end }: Pick<ValuePlace, 'tokens' | 'end'>,
  first: { digits: string; next: number },
): DatePart | null {
  let said = first.digits;
  let to = first.next;
  let afterTwo = to;
  while (said.length < 4) {
    const number = readNumber(tokens, to);
    if (number === null || number.digits.length !== 1 || number.next > end) break;
    said += number.digits;
    to = number.next;
    if (said.length === 2) afterTwo = to;
  }
  if (/^20[2-3]\d$/.test(said)) return { to, value: said.slice(2) };
  return /^[2-3]\d/.test(said) ? { to: afterTwo, value: said.slice(0, 2) } : null;
}
