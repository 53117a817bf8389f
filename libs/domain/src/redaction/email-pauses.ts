import type { EmailText } from './email-domains.js';
import { endsFinal } from './email-finals.js';
import { endsPart, isJoiner, isName, isSurelySpelled } from './email-parts.js';
import { bridgeWords } from './email-words.js';
import { hesitationAt, hesitationBefore, isRemarkWord } from './hesitations.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most pauses, corrections and remarks such as "all lowercase" between two parts of an address. */
const MAX_BRIDGE_TOKENS = 8;

/** Index of the last token before the pauses that end at a token; the token itself when nothing is before them. */
export function skipBridge(tokens: readonly Token[], index: number): number {
  let end = index + 1;
  while (end > 0 && index + 1 - end < MAX_BRIDGE_TOKENS) {
    const before = bridgeBefore(tokens, end);
    if (before === null) return end - 1;
    end = before;
  }
  return index;
}

/** Index of the first token of the pause, the hesitation or the earlier "at" that ends before a token; null when none does. */
function bridgeBefore(tokens: readonly Token[], end: number): number | null {
  const hesitation = hesitationBefore(tokens, end);
  if (hesitation !== null) return hesitation;
  const word = textAt(tokens, end - 1);
  return word === 'at' || bridgeWords.has(word) ? end - 1 : null;
}

/** The "priya" of "priya hold on underscore nair". */
export function partBeforePause(tokens: readonly Token[], from: number): number | null {
  const pause = isJoiner(tokens, from) ? hesitationBefore(tokens, from) : null;
  return pause !== null && pause > 0 && pause < from - 1 ? pause - 1 : null;
}

const clauseStarts = new Set(
  "it it's i i'm i'll i've that that's this let shall will my the there we you is oh ugh from".split(' '),
);

/** Index of the last part of the address before a remark such as "sorry the light is bad"; null when no remark ends at `from`. */
export function endBeforeRemark(said: EmailText, from: number): number | null {
  const { tokens } = said;
  for (let at = from - 1; at > 0 && from - at <= MAX_BRIDGE_TOKENS; at--) {
    if (isSurelySpelled(tokens, at) || isJoiner(tokens, at)) return null;
    if (isRemark(said, at, from)) return at - 1;
  }
  return null;
}

/** Whether the tokens from `at` to `from` are a remark after a part of an address. */
function isRemark(said: EmailText, at: number, from: number): boolean {
  const { tokens } = said;
  const isClause = isClauseOf(tokens, at, from);
  if (isClause && isName(said, at - 1) && endsFinal(said, at - 1)) return true;
  // "One moment" holds no number.
  if (hesitationAt(tokens, at - 1) !== null) return false;
  return (isClause || tokens.slice(at, from).some(isRemarkWord)) && endsPart(said, at - 1);
}

/** Whether a clause such as "it is very small" begins at a token and goes on to another in the same final. */
const isClauseOf = (tokens: readonly Token[], at: number, from: number): boolean =>
  from - at > 1 &&
  clauseStarts.has(textAt(tokens, at)) &&
  tokens.slice(at, from + 1).every(({ gap }) => gap !== 'hard');
