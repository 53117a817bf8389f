import type { Label } from './label-phrases.js';
import { findNumberGroups } from './number-groups.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Where somebody has a wrong value: "you typed …", "the visa has …". */
const verbs = words('typed has have had wrote put entered printed got says shows reads spelled spelt copied noted');
/** Words after which the right one follows. */
const turns = words('but however whereas while');
/** Most words from the turn to the name of the right value, and from the verb to the wrong value. */
const MAX_WORDS_TO_NAME = 6;
const MAX_WORDS_TO_VALUE = 6;
/** Fewer digits are a count: "I have two cards but my PIN is …". */
const MIN_DIGITS = 4;

/** Adds a label before the wrong value of a contrast, which is as private: "you typed 451 51 6385, but my social is …". */
export function withContrasts(tokens: readonly Token[], labels: readonly Label[]): readonly Label[] {
  const [label] = labels;
  if (label === undefined || label.kind === 'NEUTRAL' || !startsNumberAfter(tokens, label.to)) return labels;
  const turn = tokens.findLastIndex(({ text }, index) => index < label.from && turns.has(text));
  if (turn < 0 || label.from - turn > MAX_WORDS_TO_NAME) return labels;
  const verb = tokens.findIndex(({ text }, index) => index < turn && verbs.has(text));
  if (verb < 0 || !holdsNumber(tokens.slice(verb + 1, turn))) return labels;
  return [{ kind: label.kind, from: verb, to: verb + 1 }, ...labels];
}

/** Whether a number comes soon, and has as many digits as private ones have. */
function holdsNumber(tokens: readonly Token[]): boolean {
  const groups = findNumberGroups(tokens);
  const first = groups[0]?.from ?? tokens.length;
  return first <= MAX_WORDS_TO_VALUE && groups.reduce((sum, { digits }) => sum + digits.length, 0) >= MIN_DIGITS;
}

const startsNumberAfter = (tokens: readonly Token[], from: number): boolean =>
  tokens.slice(from).some((_, offset) => startsNumber(tokens, from + offset)) || textAt(tokens, from) === 'is';
