import type { HarmlessNumber } from './harmless-numbers.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import { monthOfName } from './kinds/read-month.js';
import { readOrdinal } from './kinds/read-ordinal.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';
import type { TokenSpan } from './spoken-dates.js';

const prepositions = new Set(['on', 'in', 'since', 'until', 'till', 'from', 'by', 'for', 'after', 'before']);

/** Whether a final holds a date that everybody may read. */
export const saysOtherDate = ({
  harmless,
  values,
}: {
  readonly harmless: readonly HarmlessNumber[];
  readonly values: readonly CharSpan[];
}): boolean =>
  harmless.some(
    ({ start, end, isDate, isDateOfEvent }) =>
      (isDate || isDateOfEvent === true) && values.every((value) => value.end <= start || end <= value.start),
  );

/** Whether a date follows a word such as "on", as the dates of plans do. */
export const saysDateOfPlan = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ text }, index) =>
      prepositions.has(text) && beginsDate(tokens, textAt(tokens, index + 1) === 'the' ? index + 2 : index + 1),
  );

const beginsDate = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) || monthOfName(tokens[index]) !== null || readOrdinal(tokens, index) !== null;

const people = new Set(
  'wife husband son daughter mother father mum mom dad partner brother sister she he twin baby kid child'.split(' '),
);

/** "He starts school on …", and not "my wife is from 1950" and "she on the fourth". */
const doesSomething = (tokens: readonly Token[], index: number): boolean =>
  /^[a-z]{3,}s$/.test(textAt(tokens, index)) && !isOfBirth.has(textAt(tokens, index)) && !beginsDate(tokens, index);

const isOfBirth = new Set(['was', 'is', 'has']);

/** Whether the next date after a date of birth is of something else: "… 1949 and I retired in 2014", "and the theft was on …". */
export function isOtherDateNext({ kind }: LabelledKind, tokens: readonly Token[], { from, to }: TokenSpan): boolean {
  if (kind !== 'BIRTH_DATE') return false;
  for (let at = from; at < to; at++) {
    if (people.has(textAt(tokens, at)) && !doesSomething(tokens, at + 1)) return false;
    if (!startsNumber(tokens, at) && monthOfName(tokens[at]) === null && textAt(tokens, at) !== 'the') continue;
    if (prepositions.has(textAt(tokens, at - 1))) return true;
    if (textAt(tokens, at) !== 'the') return false;
  }
  return false;
}
