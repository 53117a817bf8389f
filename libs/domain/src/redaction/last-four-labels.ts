import type { Label } from './label-phrases.js';
import { findNumberGroups, type NumberGroup } from './number-groups.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const LAST_DIGITS = 4;
const verbsOfEnds = new Set(['ended', 'finished', 'finishes', 'stopped', 'stops']);
const others = new Set(['one', 'other', 'second', 'another', 'card']);

/**
 * Names the last four digits of a card where a verb that also announces its expiry date precedes them: "my old card ended in
 * 6545". In "one ends in 3225 and the other one in 2253", the verb counts for both numbers.
 */
export function nameLastFour(tokens: readonly Token[], labels: readonly Label[], isExpiryTalk: boolean): Label[] {
  if (!labels.some(({ kind }) => kind === 'END' || kind === 'LAST_FOUR')) return [...labels];
  const groups = findNumberGroups(tokens).filter(({ digits }) => digits.length === LAST_DIGITS);
  const mayBeLastFour = (at: number) =>
    groups.some(({ from, digits }) => from === at && !(isExpiryTalk && isMonthAndYear(digits)));
  const named = labels.map((label): Label =>
    isEnd(tokens, label) && mayBeLastFour(label.to) ? { ...label, kind: 'LAST_FOUR' } : label,
  );
  const first = named.find(({ kind }) => kind === 'LAST_FOUR');
  if (first === undefined) return named;
  const more = groups
    .filter(({ from }) => from > first.to && isAnotherCard(tokens, from, groups))
    .map(({ from }): Label => ({ kind: 'LAST_FOUR', from: from - 1, to: from }))
    .filter((label) => named.every(({ from, to }) => to <= label.from || from >= label.to));
  return [...named.filter((label) => !isOtherEnd(tokens, label, first, mayBeLastFour)), ...more].sort(
    (a, b) => a.from - b.from,
  );
}

/** "The refund goes to the card ending in 4305": no expiry date is before the last four digits. */
const isOtherEnd = (
  tokens: readonly Token[],
  { kind, to }: Label,
  lastFour: Label,
  mayBeLastFour: (at: number) => boolean,
): boolean =>
  kind === 'END' &&
  to <= lastFour.from &&
  mayBeLastFour(lastFour.to) &&
  !tokens.slice(to, lastFour.from).some((_, offset) => startsNumber(tokens, to + offset));

const isEnd = (tokens: readonly Token[], { kind, from, to }: Label): boolean =>
  kind === 'END' && textAt(tokens, to - 1) === 'in' && verbsOfEnds.has(textAt(tokens, from));

/** The 2253 of "one ends in 3225 and the other one in 2253", "ending 3225 or 2253". */
const isAnotherCard = (tokens: readonly Token[], from: number, groups: readonly NumberGroup[]): boolean =>
  (predicates.has(textAt(tokens, from - 1)) && others.has(textAt(tokens, from - 2))) ||
  (alternatives.has(textAt(tokens, from - 1)) && groups.some(({ to }) => to === from - 1)) ||
  isRefusedCard(tokens, from);

/** The 1881 of "the card ending 4242, the new one, not 1881". */
const isRefusedCard = (tokens: readonly Token[], from: number): boolean =>
  textAt(tokens, from - 1) === 'not' && tokens[from - 1]?.gap === 'mark';

const predicates = new Set(['in', 'with', 'is', 'was']);
const alternatives = new Set(['or', 'and', 'not', 'but']);

const isMonthAndYear = (digits: string): boolean => /^(?:0[1-9]|1[0-2])[1-4]\d$/.test(digits);
