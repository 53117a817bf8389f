import type { EmailText } from './email-domains.js';
import { isJoiner, isName, isSurelySpelled } from './email-parts.js';
import { readEmailTokens } from './email-tokens.js';
import { joiners, leadWords, sentenceWords } from './email-words.js';
import { hesitationAt } from './hesitations.js';
import type { Label, LabelKind } from './label-phrases.js';
import type { RecentFinal } from './recent-final.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';

/** Finals after an address in which another speaker may correct it. */
const FINALS_TO_CORRECT = 2;
/** Joiners that hold a name together. The others may belong to a code such as "A dash 44". */
const joinersOfNames = new Set(['dot', 'underscore']);

/** What the talk says about an address of which a final holds only the beginning. */
interface BegunEmailSearch {
  readonly labels: readonly Label[];
  readonly asked: readonly LabelKind[];
  readonly recent: readonly RecentFinal[];
}

/**
 * The part before the "at" of an address whose rest may never come: "my email is priya dot s", or "no, it's lena minus schulz"
 * after the address was read out. Null when nobody speaks of an address, or no "dot" or the like joins two parts.
 */
export function findBegunEmail(
  text: string,
  scanned: readonly Token[],
  { labels, asked, recent }: BegunEmailSearch,
): CharSpan | null {
  if (!scanned.some(({ text: word }) => joiners.has(word) || word === 'under')) return null;
  const label = labels.findLast(({ kind }) => kind === 'EMAIL');
  const isAnswer = labels.length === 0 && (asked.at(-1) === 'EMAIL' || correctsEmail(scanned, recent));
  if (label === undefined && !isAnswer) return null;
  const tokens = readEmailTokens(text, scanned);
  const end = label === undefined ? 0 : (scanned[label.to - 1]?.end ?? 0);
  const floor = tokens.findIndex(({ start }) => start >= end);
  return floor < 0 ? null : spanOfParts({ text, tokens }, floor);
}

/** The parts of an address around the first joiner after a token; null when no joiner joins parts. */
function spanOfParts(said: EmailText, floor: number): CharSpan | null {
  const { tokens } = said;
  const joiner = tokens.findIndex((_, index) => index > floor && joinsParts(tokens, index));
  if (joiner < 0) return null;
  const isPart = (index: number) => isJoiner(tokens, index) || isSurelySpelled(tokens, index) || isName(said, index);
  let from = joiner;
  while (from > floor && isPart(from - 1)) from--;
  let to = joiner + 1;
  while (to < tokens.length && isPart(to)) to++;
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

/** Whether a joiner has a part of an address before it. A number on both sides is a version: "17 dot 4". */
function joinsParts(tokens: readonly Token[], index: number): boolean {
  const joiner = textAt(tokens, index);
  const before = textAt(tokens, index - 1);
  if (!joiners.has(joiner) || (sentenceWords.has(before) && !isDenied(tokens, index - 1)) || leadWords.has(before))
    return false;
  if (startsNumber(tokens, index - 1) && startsNumber(tokens, index + 1)) return false;
  return joinersOfNames.has(joiner) || [before, textAt(tokens, index + 1)].some((word) => word.length > 2);
}

/** "Not dot, underscore schulz". */
const isDenied = (tokens: readonly Token[], index: number): boolean => textAt(tokens, index) === 'not';

/** Whether the final corrects an address that another one of the last finals holds: "no, it's …". */
function correctsEmail(tokens: readonly Token[], recent: readonly RecentFinal[]): boolean {
  const isCorrection =
    textAt(tokens, 0) === 'no' || textAt(tokens, 0) === 'not' || hesitationAt(tokens, 0)?.isCorrection;
  return (
    isCorrection === true &&
    recent.slice(-FINALS_TO_CORRECT).some(({ source }) => source.hiddenSpans().some(({ kind }) => kind === 'EMAIL'))
  );
}
