import type { EmailText } from './email-domains.js';
import { isTopLevel } from './email-domains.js';
import { addressWords, bridgeWords, joiners, leadWords, sentenceWords } from './email-words.js';
import { natoWords } from './kinds/read-code-at.js';
import { isOh, readNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Where the local part of an address is looked for. */
export interface LocalPlace {
  /** Index of "at". */
  readonly at: number;
  /** Index of the first token that may belong to the address: the word after "my email is". */
  readonly floor: number;
  /** When an address is expected, so are names that no "dot" or "dash" joins. */
  readonly isExpected: boolean;
}

/** A letter or a number. */
export const isSpelled = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index).length === 1 ||
  readNumber(tokens, index) !== null ||
  isOh(tokens[index]) ||
  natoWords.has(textAt(tokens, index));

/** A letter or a number that cannot be the word "a" or "I". */
export const isSurelySpelled = (tokens: readonly Token[], index: number): boolean =>
  isSpelled(tokens, index) && !/^[ai]$/.test(textAt(tokens, index));

export const isJoiner = (tokens: readonly Token[], index: number): boolean => joiners.has(textAt(tokens, index));

/** Whether a dot, a dash or another mark of addresses is written between a token and the one before it. */
export function isWrittenJoint({ text, tokens }: EmailText, index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return before !== undefined && token !== undefined && /^[._+'&-]$/.test(text.slice(before.end, token.start));
}

/** Whether a word may be a part of an address without a joiner. */
export const isName = (said: EmailText, index: number): boolean => {
  const word = textAt(said.tokens, index);
  const isSaid = [sentenceWords, leadWords, bridgeWords, addressWords].some((words) => words.has(word));
  return word !== '' && !isSaid && !isTopLevel(said, index) && !isThing(said, index);
};

export const determiners = new Set(['the', 'a', 'an', 'my', 'our', 'your', 'his', 'her', 'their', 'this', 'that']);

/** Words before a determiner and a thing: "in the corner". */
const placing = new Set(['in', 'on', 'to', 'from', 'by', 'under', 'with', 'for']);

/** The "workshop" of "send it to the workshop, walter at …", "send it to the workshop walter dash hughes at …". */
function isThing({ tokens }: EmailText, index: number): boolean {
  if (!determiners.has(textAt(tokens, index - 1)) || isJoiner(tokens, index + 1)) return false;
  const isNextJoined = textAt(tokens, index + 1).length === 1 || isJoiner(tokens, index + 2);
  return tokens[index + 1]?.gap === 'mark' || (placing.has(textAt(tokens, index - 2)) && isNextJoined);
}

/** Whether a letter, a number, a joiner or a name after a joiner is at the token: what sentences seldom hold. */
export const endsPart = (said: EmailText, index: number): boolean =>
  isSurelySpelled(said.tokens, index) ||
  isJoiner(said.tokens, index) ||
  isJoiner(said.tokens, index - 1) ||
  isWrittenJoint(said, index);

const spellingWords = new Set(["that's", 'spelled', 'spelt', 'so', 'is', 'that', 'as', 'written']);
const MAX_SPELLING_WORDS = 2;

/** Index of the name that is spelled from a token on: "callum c a l l u m", "hannah that's spelled h a n n a h"; null when there is none. */
export function nameSpelledAt(tokens: readonly Token[], letter: number): number | null {
  for (let name = letter - 1; name >= 0 && letter - name <= MAX_SPELLING_WORDS + 1; name--)
    if (isSpelledAfter(tokens, name)) return name;
  return null;
}

function isSpelledAfter(tokens: readonly Token[], index: number): boolean {
  const name = textAt(tokens, index);
  if (name.length < 2 || sentenceWords.has(name)) return false;
  let letters = index + 1;
  while (letters - index <= MAX_SPELLING_WORDS && spellingWords.has(textAt(tokens, letters))) letters++;
  if (tokens.slice(index + 1, letters + 1).some(({ gap }) => gap === 'hard')) return false;
  return [...name].every((letter, offset) => textAt(tokens, letters + offset) === letter);
}
