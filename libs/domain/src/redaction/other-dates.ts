import type { LabelledKind } from './kinds/labelled-kind.js';
import { monthOfName } from './kinds/read-month.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';
import type { TokenSpan } from './spoken-dates.js';

const prepositions = new Set(['on', 'in', 'since', 'until', 'till', 'from', 'by', 'for', 'after', 'before']);

const people = new Set(
  'wife husband son daughter mother father mum mom dad partner brother sister she he twin baby kid child'.split(' '),
);

/** Whether the next date after a date of birth is of something else: "… 1949 and I retired in 2014", "and the theft was on …". */
export function isOtherDateNext({ kind }: LabelledKind, tokens: readonly Token[], { from, to }: TokenSpan): boolean {
  if (kind !== 'BIRTH_DATE') return false;
  for (let at = from; at < to; at++) {
    if (people.has(textAt(tokens, at))) return false;
    if (!startsNumber(tokens, at) && monthOfName(tokens[at]) === null && textAt(tokens, at) !== 'the') continue;
    if (prepositions.has(textAt(tokens, at - 1))) return true;
    if (textAt(tokens, at) !== 'the') return false;
  }
  return false;
}
