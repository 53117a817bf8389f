import { bridgeWords, joiners, leadWords, MAX_LOCAL_TOKENS, sentenceWords, topLevels } from './email-words.js';
import { natoWords } from './kinds/read-code-at.js';
import { hesitationBefore, isRemarkWord } from './hesitations.js';
import { isOh, readNumber, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most pauses, corrections and remarks such as "all lowercase" between two parts of an address. */
const MAX_BRIDGE_TOKENS = 8;
/** Most names before the last part of an address that nobody asked for. */
const MAX_NAMES = 3;

/**
 * Index of the first token of the local part before "at". The token directly before "at" always belongs to it. When an address
 * is expected, so do names that no "dot" or "dash" joins.
 */
export function localStart(tokens: readonly Token[], at: number, isExpected: boolean): number {
  let from = letterExplainedBefore(tokens, at) ?? Math.max(0, at - 1);
  if (isExpected || isCorrected(tokens, from)) from = skipBridge(tokens, from);
  while (from > 0 && at - from < MAX_LOCAL_TOKENS) {
    const earlier = partBefore(tokens, from, isExpected);
    if (earlier === null) break;
    from = earlier;
  }
  return isSaidTwice(tokens, from, at) ? from - (at - from) : from;
}

/** "lucia_navarro lucia_navarro at …". */
const isSaidTwice = (tokens: readonly Token[], from: number, at: number): boolean =>
  2 * from >= at && tokens.slice(from, at).every(({ text }, offset) => textAt(tokens, 2 * from - at + offset) === text);

/** Index of the last token before the pauses that end at a token; the token itself when nothing is before them. */
function skipBridge(tokens: readonly Token[], index: number): number {
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
  const [at, the, rate] = [end - 3, end - 2, end - 1].map((index) => tokens[index]?.text);
  if (at === 'at' && the === 'the' && rate === 'rate') return end - 3;
  return rate === 'at' || bridgeWords.has(rate ?? '') ? end - 1 : null;
}

/** "57 no wait at": only a number, a letter or a "dot" before it proves that the words belong to an address. */
function isCorrected(tokens: readonly Token[], index: number): boolean {
  const before = skipBridge(tokens, index);
  if (before >= index) return false;
  return isSpelled(tokens, before) || joiners.has(textAt(tokens, before - 1)) || hasWrittenDot(tokens, before);
}

const hasWrittenDot = (tokens: readonly Token[], index: number): boolean => {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return before !== undefined && token !== undefined && isWrittenDot(before, token);
};

/** Index of the part of the local part that ends before `from`; null when none does. */
function partBefore(tokens: readonly Token[], from: number, isExpected: boolean): number | null {
  const explained = letterExplainedBefore(tokens, from);
  if (explained !== null) return explained;
  const hesitation = hesitationBefore(tokens, from);
  const isPaused = hesitation !== null && hesitation < from - 1;
  const bridged = isPaused ? partBeforeBridge(tokens, from, isExpected) : null;
  if (bridged !== null) return bridged;
  const paused = partBeforePause(tokens, from);
  if (paused !== null) return paused;
  if (continuesLocal(tokens, from, isExpected)) return from - 1;
  const remark = isExpected ? endBeforeRemark(tokens, from) : null;
  if (remark !== null) return remark;
  return partBeforeBridge(tokens, from, isExpected);
}

function partBeforeBridge(tokens: readonly Token[], from: number, isExpected: boolean): number | null {
  const before = skipBridge(tokens, from - 1);
  const isOneFinal = tokens.slice(before + 1, from + 1).every(({ gap }) => gap !== 'hard');
  const isJoined = joiners.has(textAt(tokens, before - 1));
  const isPart = isSpelled(tokens, before) || ((isExpected || isJoined) && isOneFinal && isName(tokens, before));
  const isBridge = before < from - 1 && isPart;
  return isBridge ? before : null;
}

/** The "priya" of "priya hold on underscore nair". */
function partBeforePause(tokens: readonly Token[], from: number): number | null {
  const pause = joiners.has(textAt(tokens, from)) ? hesitationBefore(tokens, from) : null;
  return pause !== null && pause > 0 && pause < from - 1 ? pause - 1 : null;
}

/** Index of the last part of the address before a remark such as "sorry the light is bad"; null when no remark ends at `from`. */
function endBeforeRemark(tokens: readonly Token[], from: number): number | null {
  let isRemark = false;
  for (let at = from - 1; at > 0 && from - at <= MAX_BRIDGE_TOKENS; at--) {
    if (isSpelled(tokens, at) && !/^[ai]$/.test(textAt(tokens, at))) return null;
    isRemark ||= isRemarkWord(tokens[at]);
    if (isRemark && endsPart(tokens, at - 1)) return at - 1;
  }
  return null;
}

/** Whether a letter, a number, a joiner or a name after a joiner is at the token. */
const endsPart = (tokens: readonly Token[], index: number): boolean =>
  (isSpelled(tokens, index) && !/^[ai]$/.test(textAt(tokens, index))) ||
  joiners.has(textAt(tokens, index)) ||
  joiners.has(textAt(tokens, index - 1));

/** "b for bravo", "m as in mary". */
function letterExplainedBefore(tokens: readonly Token[], from: number): number | null {
  const word = tokens[from - 1]?.text ?? '';
  const letter = tokens[from - 2]?.text === 'for' ? from - 3 : tokens[from - 2]?.text === 'in' ? from - 4 : -1;
  return letter >= 0 && tokens[letter]?.text === word[0] ? letter : null;
}

/** Whether the token before `from` belongs to the local part that begins at `from`. */
function continuesLocal(tokens: readonly Token[], from: number, isExpected: boolean): boolean {
  const previous = tokens[from - 1];
  const token = tokens[from];
  if (previous === undefined || token === undefined) return false;
  if (joiners.has(previous.text) || joiners.has(token.text) || token.gap === 'glued') return true;
  if (isNameInAddress(tokens, from, isExpected)) return true;
  if (leadWords.has(previous.text)) return false;
  return (
    (isExpected && token.gap !== 'hard' && isName(tokens, from - 1)) ||
    isWrittenDot(previous, token) ||
    isSpelled(tokens, from - 1)
  );
}

/** "angus dot field 88", "anilkumar 7": a name after a joiner, or before a number. */
function isNameInAddress(tokens: readonly Token[], from: number, isExpected: boolean): boolean {
  if (!isName(tokens, from - 1)) return false;
  const isJoined = joiners.has(textAt(tokens, from - 2));
  // In the answer to a question, a number of the next final continues a name after a joiner.
  if (tokens[from]?.gap === 'hard') return isExpected && isJoined && startsNumber(tokens, from);
  return isJoined || startsNumber(tokens, from);
}

/** Whether a word may be a part of an address without a joiner. */
const isName = (tokens: readonly Token[], index: number): boolean => {
  const word = tokens[index]?.text ?? '';
  const isPlain = word !== '' && !sentenceWords.has(word) && !leadWords.has(word) && !bridgeWords.has(word);
  return isPlain && !endsDomain(tokens, index);
};

/** The "com" of another address. */
const endsDomain = (tokens: readonly Token[], index: number): boolean => {
  const [before, token] = [tokens[index - 1], tokens[index]];
  if (before === undefined || token === undefined || !topLevels.has(token.text)) return false;
  return before.text === 'dot' || isWrittenDot(before, token);
};

/** Index of the first name of an address at the beginning of an utterance: "grace ofori at …"; the part itself when other words are before it. */
export function firstName(tokens: readonly Token[], from: number): number {
  let first = from;
  while (first > 0 && from - first < MAX_NAMES && isName(tokens, first - 1) && tokens[first]?.gap === 'space') first--;
  const before = textAt(tokens, first - 1);
  return before === '' || sentenceWords.has(before) || leadWords.has(before) ? first : from;
}

/** A letter or a number. */
const isSpelled = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.text.length === 1 ||
  readNumber(tokens, index) !== null ||
  isOh(tokens[index]) ||
  natoWords.has(tokens[index]?.text ?? '');

/** The dot of "maria.lopez". */
export const isWrittenDot = (before: Token, token: Token): boolean =>
  token.gap === 'mark' && token.start - before.end === 1;
