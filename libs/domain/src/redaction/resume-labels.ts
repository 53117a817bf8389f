import type { Label } from './label-phrases.js';
import { isOh, readNumber, startsNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** Most words from a label to the harmless name in its relative clause, and from that name to its number. */
const MAX_CLAUSE_WORDS = 8;
const MAX_WORDS_TO_NUMBER = 3;
const clauseWords = new Set([
  'that',
  'which',
  'i',
  'you',
  'we',
  'they',
  'for',
  'on',
  'with',
  'from',
  'to',
  'of',
  'under',
]);
const predicates = new Set(['is', 'was', "it's", "that's", 'would', 'should', 'are', 'will']);

/**
 * Adds the labels that a sentence comes back to: in "the card that you charged for order number 4471 is 4111 …", the number
 * after "is" belongs to the card.
 */
export function resumeLabels(tokens: readonly Token[], labels: readonly Label[]): Label[] {
  return labels.flatMap((label, index) => {
    const subject = labels[index - 1];
    if (label.kind !== 'NEUTRAL' || subject === undefined || subject.kind === 'NEUTRAL') return [label];
    if (!isInClause(tokens, subject, label)) return [label];
    // "The passport I used for the booking was …": the name in the clause has no number.
    if (isPredicate(tokens, label.to)) return [{ kind: subject.kind, from: label.to, to: label.to + 1 }];
    const at = endOfNumber(tokens, label.to);
    const isResumed = at !== null && isPredicate(tokens, at) && labels[index + 1]?.from !== at;
    return isResumed ? [label, { kind: subject.kind, from: at, to: at + 1 }] : [label];
  });
}

const isPredicate = (tokens: readonly Token[], index: number): boolean => predicates.has(tokens[index]?.text ?? '');

function isInClause(tokens: readonly Token[], subject: Label, { from }: Label): boolean {
  const between = tokens.slice(subject.to, from);
  if (between.length === 0 || between.length > MAX_CLAUSE_WORDS) return false;
  const hasNumber = between.some((_, offset) => startsNumber(tokens, subject.to + offset));
  return !hasNumber && (clauseWords.has(between[0]?.text ?? '') || isPlaceOf(between));
}

/** "They have my social wrong on the claim, it's …": the harmless name only says where the number is. */
function isPlaceOf(between: readonly Token[]): boolean {
  const words = between.map(({ text }) => text);
  const last = determiners.has(words.at(-1) ?? '') ? words.at(-2) : words.at(-1);
  return prepositions.has(last ?? '') && !words.some((word) => conjunctions.has(word));
}

const determiners = new Set(['the', 'my', 'your', 'our', 'this', 'that', 'a', 'an']);
const prepositions = new Set(['on', 'in', 'for', 'with', 'from', 'at', 'under']);
const conjunctions = new Set(['and', 'or', 'but', 'also', 'then']);

/** Index after the number of a harmless name; null when none follows it. */
function endOfNumber(tokens: readonly Token[], from: number): number | null {
  let at = from;
  while (at - from < MAX_WORDS_TO_NUMBER && !isPart(tokens, at)) at++;
  const first = at;
  while (isPart(tokens, at)) at = readNumber(tokens, at)?.next ?? at + 1;
  return at > first ? at : null;
}

/** Whether a number or a letter of a code begins at the token. */
const isPart = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) || isOh(tokens[index]) || /^[b-hj-z]$/.test(tokens[index]?.text ?? '');

/** Whether a sentence comes back to what it named before: "I left my passport in a taxi, I only have a copy, the number is …". */
export const resumesName = (tokens: readonly Token[], index: number): boolean =>
  tokens[index - 1]?.text === 'number' && resumingWords.has(tokens[index]?.text ?? '');

const resumingWords = new Set(['is', 'was', 'reads']);
