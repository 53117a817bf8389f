import { isWholeCard, MIN_CARD_DIGITS } from './card-numbers.js';
import { findNumberGroups } from './number-groups.js';
import { readNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';
import type { TokenSpan } from './spoken-dates.js';

/** Other cards may be the beginning of a longer one. */
const USUAL_CARD = /^(?:\d{16}|3[47]\d{13})$/;

/** Index after the first number within the span that is as long as a card; null when there is none. */
export function endOfCard(tokens: readonly Token[], { from, to }: TokenSpan): number | null {
  const groups = findNumberGroups(tokens.slice(from, to));
  const card = groups.find(({ digits }) => digits.length >= MIN_CARD_DIGITS);
  return card === undefined ? null : endOfWholeCard(tokens, { from: from + card.from, to: from + card.to });
}

/** Index after the card with which numbers begin: "4582 … 9385 8/27". Their end when they begin with none. */
function endOfWholeCard(tokens: readonly Token[], { from, to }: TokenSpan): number {
  let digits = '';
  for (let at = from; at < to;) {
    const number = readNumber(tokens, at);
    digits += number?.digits ?? '';
    at = number?.next ?? at + 1;
    if (USUAL_CARD.test(digits) && isWholeCard(digits)) return at;
  }
  return to;
}
