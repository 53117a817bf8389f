import type { EmailText } from './email-domains.js';
import { endsFinal, MAX_NAMES } from './email-finals.js';
import { isJoiner, isName, isSpelled, nameSpelledAt, isWrittenJoint, type LocalPlace } from './email-parts.js';
import { endBeforeRemark, partBeforePause, skipBridge } from './email-pauses.js';
import { startOfRestarts } from './email-restarts.js';
import { leadWords, MAX_LOCAL_TOKENS, sentenceWords } from './email-words.js';
import { hesitationBefore } from './hesitations.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Index of the first token of the local part before "at". The token directly before "at" always belongs to it. */
export function localStart(said: EmailText, place: LocalPlace): number {
  const { at, floor, isExpected } = place;
  let from = Math.max(0, at - 1);
  if (isExpected || isCorrected(said, from)) from = Math.max(floor, skipBridge(said.tokens, from));
  from = walkBack(said, from, place);
  for (let restart = startOfRestarts(said, from, place); restart !== null;) {
    from = walkBack(said, restart, place);
    restart = startOfRestarts(said, from, place);
  }
  return from;
}

function walkBack(said: EmailText, start: number, { at, floor, isExpected }: LocalPlace): number {
  let from = start;
  while (from > floor && at - from < MAX_LOCAL_TOKENS) {
    const earlier = partBefore(said, from, isExpected);
    if (earlier === null || earlier < floor) break;
    from = earlier;
  }
  return from;
}

/** "57 no wait at": only a number, a letter or a "dot" before it proves that the words belong to an address. */
function isCorrected(said: EmailText, index: number): boolean {
  const before = skipBridge(said.tokens, index);
  if (before >= index) return false;
  return isSpelled(said.tokens, before) || isJoiner(said.tokens, before - 1) || isWrittenJoint(said, before);
}

/** Index of the part of the local part that ends before `from`; null when none does. */
function partBefore(said: EmailText, from: number, isExpected: boolean): number | null {
  const { tokens } = said;
  const hesitation = hesitationBefore(tokens, from);
  const isPaused = hesitation !== null && hesitation < from - 1;
  const paused = (isPaused ? partBeforeBridge(said, from, isExpected) : null) ?? partBeforePause(tokens, from);
  if (paused !== null) return paused;
  // The "course" of "of course" is no name.
  if (isPaused) return isExpected ? endBeforeRemark(said, from) : null;
  const spelled = nameSpelledAt(tokens, from);
  if (spelled !== null) return spelled;
  if (continuesLocal(said, from, isExpected)) return from - 1;
  return (isExpected ? endBeforeRemark(said, from) : null) ?? partBeforeBridge(said, from, isExpected);
}

function partBeforeBridge(said: EmailText, from: number, isExpected: boolean): number | null {
  const { tokens } = said;
  const before = skipBridge(tokens, from - 1);
  if (before >= from - 1) return null;
  const isOneFinal = tokens.slice(before + 1, from + 1).every(({ gap }) => gap !== 'hard');
  const isJoined = isJoiner(tokens, before) || isJoiner(tokens, before - 1);
  const isNamed = isName(said, before) && isOneFinal && (isExpected || isJoined);
  return isSpelled(tokens, before) || isJoiner(tokens, before) || isNamed ? before : null;
}

/** Whether the token before `from` belongs to the local part that begins at `from`. */
function continuesLocal(said: EmailText, from: number, isExpected: boolean): boolean {
  const { tokens } = said;
  const [previous, token] = [tokens[from - 1], tokens[from]];
  if (previous === undefined || token === undefined) return false;
  if (isJoiner(tokens, from - 1) || isJoiner(tokens, from) || token.gap === 'glued') return true;
  if (isNameInAddress(said, from, isExpected)) return true;
  if (isWrittenJoint(said, from)) return true;
  if (leadWords.has(previous.text)) return false;
  return isExpected
    ? isSpelledBefore(tokens, from) || isNameBefore(said, from)
    : isSpelledBefore(tokens, from) && !isWordBefore(tokens, from);
}

/** A letter or a number before the token. A final may end with "one": "the private one". */
function isSpelledBefore(tokens: readonly Token[], from: number): boolean {
  if (!isSpelled(tokens, from - 1)) return false;
  return tokens[from]?.gap !== 'hard' || textAt(tokens, from - 1) !== 'one' || isSpelled(tokens, from - 2);
}

/** The word "a" or "I" of a sentence: nothing that is spelled is beside it. */
const isWordBefore = (tokens: readonly Token[], from: number): boolean =>
  /^[ai]$/.test(textAt(tokens, from - 1)) && !isSpelled(tokens, from) && !isSpelled(tokens, from - 2);

/** A name before the token, or at the end of the final before it. */
const isNameBefore = (said: EmailText, from: number): boolean =>
  isName(said, from - 1) && (said.tokens[from]?.gap !== 'hard' || endsFinal(said, from - 1));

/** "angus dot field 88", "anilkumar 7": a name after a joiner, or before a number. */
function isNameInAddress(said: EmailText, from: number, isExpected: boolean): boolean {
  const { tokens } = said;
  if (!isName(said, from - 1)) return false;
  const isJoined = isJoiner(tokens, from - 2);
  // In the answer to a question, a number of the next final continues a name after a joiner.
  if (tokens[from]?.gap === 'hard')
    return isExpected && startsNumber(tokens, from) && (isJoined || endsFinal(said, from - 1));
  return isJoined || startsNumber(tokens, from);
}

/** Index of the first name of an address at the beginning of an utterance: "grace ofori at …"; the part itself when other words are before it. */
export function firstName(said: EmailText, from: number, { at, floor }: Omit<LocalPlace, 'isExpected'>): number {
  const { tokens } = said;
  // "Noa, castell, at …": the engine writes a comma for each pause.
  const isPaused = tokens[at]?.gap === 'mark';
  const isNear = (index: number) => tokens[index]?.gap === 'space' || (isPaused && tokens[index]?.gap === 'mark');
  let first = from;
  while (first > floor && from - first < MAX_NAMES && isName(said, first - 1) && isNear(first)) first--;
  const before = textAt(tokens, first - 1);
  const isBegun =
    first === floor ||
    before === '' ||
    tokens[first]?.gap === 'mark' ||
    sentenceWords.has(before) ||
    leadWords.has(before);
  return isBegun ? first : from;
}
