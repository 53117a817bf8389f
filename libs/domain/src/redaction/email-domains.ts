import { bridgeWords, isDot, joiners, providers, sentenceWords, topLevels } from './email-words.js';
import { hesitationAt, type Hesitation } from './hesitations.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** A text with the words that `readEmailTokens` read. */
export interface EmailText {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** Most words of a domain before its top level. Letters that are spelled and joiners do not count. */
const MAX_DOMAIN_WORDS = 13;
const MAX_DOMAIN_TOKENS = 48;
/** Most words before a top level that is not known, such as "at firma dot bike". */
const MAX_WORDS_TO_UNKNOWN = 3;

/**
 * Index after the domain that begins at a token and ends in a top level, such as "dot com"; null when there is none. When an
 * address is expected, a provider or a top level that is not known will do.
 */
export function domainEnd(said: EmailText, from: number, isExpected: boolean): number | null {
  const known = knownDomainEnd(said, from);
  if (known !== null || !isExpected) return known;
  return unknownDomainEnd(said, from) ?? (providers.has(textAt(said.tokens, from)) ? from + 1 : null);
}

function knownDomainEnd(said: EmailText, from: number): number | null {
  const { tokens } = said;
  let words = 1;
  for (let index = from + 1; index < Math.min(tokens.length, from + MAX_DOMAIN_TOKENS); index++) {
    if (isTopLevel(said, index)) return endOfTopLevels(said, index + 1);
    const word = textAt(tokens, index);
    if (isSign(tokens[index])) return null;
    if (word.length > 1 && !joiners.has(word) && ++words > MAX_DOMAIN_WORDS) return null;
  }
  return null;
}

/** "co dot uk" and "co.uk" have a second top level. */
function endOfTopLevels(said: EmailText, from: number): number {
  if (isTopLevel(said, from)) return endOfTopLevels(said, from + 1);
  return isDot(textAt(said.tokens, from)) && isTopLevel(said, from + 1) ? endOfTopLevels(said, from + 2) : from;
}

/** "at firma dot bike". */
function unknownDomainEnd({ text, tokens }: EmailText, from: number): number | null {
  for (let index = from + 1; index <= from + MAX_WORDS_TO_UNKNOWN; index++) {
    if (!isDomainWord(tokens, index - 1) || tokens[index]?.gap === 'hard') return null;
    const isDotted = (isDot(textAt(tokens, index - 1)) && index > from + 1) || isWrittenDot(text, tokens, index);
    if (isDotted && isLastDomainWord(tokens, index)) return index + 1;
  }
  return null;
}

const isDomainWord = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.kind === 'word' && textAt(tokens, index) !== 'at' && !sentenceWords.has(textAt(tokens, index));

/** Whether a word may end a domain: no number, and no "at" or joiner follows. */
function isLastDomainWord(tokens: readonly Token[], index: number): boolean {
  const next = textAt(tokens, index + 1);
  if (next === 'at' || joiners.has(next)) return false;
  return isDomainWord(tokens, index) && textAt(tokens, index).length > 1 && !startsNumber(tokens, index);
}

/** An "at" that is heard or written. One that `readEmailTokens` adds has no characters. */
const isSign = (token: Token | undefined): boolean => token?.text === 'at' && token.end > token.start;

/** A top level after its dot: "dot com", or "gmail.com" written with its dot. */
export const isTopLevel = ({ text, tokens }: EmailText, index: number): boolean =>
  tokens[index]?.kind === 'word' &&
  topLevels.has(textAt(tokens, index)) &&
  (isDot(textAt(tokens, index - 1)) || isWrittenDot(text, tokens, index));

/** The dot of "maria.lopez". */
export function isWrittenDot(text: string, tokens: readonly Token[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return before !== undefined && token !== undefined && text.slice(before.end, token.start) === '.';
}

const singleCorrections = new Set(['no', 'sorry', 'actually', 'wait', 'meant', 'mean', 'correction', 'oops', 'rather']);
const MAX_CORRECTION_TOKENS = 8;
const MAX_CORRECTED_DOMAIN = 7;

/** "at icloud dot com, no no, comcast dot net": the domain that the speaker says instead belongs to the address. */
export function endOfCorrections(said: EmailText, from: number, isExpected: boolean): number {
  const at = afterCorrection(said.tokens, from);
  if (at === null) return from;
  const domain = textAt(said.tokens, at) === 'at' ? at + 1 : at;
  const end = domainEnd(said, domain, isExpected);
  return end === null || end - domain > MAX_CORRECTED_DOMAIN ? from : endOfCorrections(said, end, isExpected);
}

/** Index after the words with which the speaker takes back an address, such as "no, I tell a lie"; null when he does not. */
function afterCorrection(tokens: readonly Token[], from: number): number | null {
  let isCorrected = false;
  let at = from;
  while (at - from <= MAX_CORRECTION_TOKENS && at < tokens.length) {
    const pause = hesitationAt(tokens, at) ?? bridgeAt(tokens, at);
    if (pause === null) break;
    isCorrected ||= pause.isCorrection;
    at = pause.to;
  }
  if (!isCorrected) return null;
  const sign = tokens.slice(at, from + MAX_CORRECTION_TOKENS).findIndex(({ text }) => text === 'at');
  return sign < 0 ? at : at + sign;
}

function bridgeAt(tokens: readonly Token[], index: number): Hesitation | null {
  const word = textAt(tokens, index);
  return bridgeWords.has(word) ? { to: index + 1, isCorrection: singleCorrections.has(word) } : null;
}
