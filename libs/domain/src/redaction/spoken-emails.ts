import { bridgeWords, placeWords, providers, topLevels, waysToSend } from './email-words.js';
import { firstName, isWrittenDot, localStart } from './email-local-part.js';
import { hesitationAt, type Hesitation } from './hesitations.js';
import { textAt, type Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';

export interface SpokenEmailMode {
  /** The speaker has not finished: an address at the end of the text may continue. */
  readonly open: boolean;
  /** Somebody asked for an address, so shorter forms count. */
  readonly isExpected: boolean;
}

/** Words after "at" within which an open address may still get its domain. */
const MAX_OPEN_TOKENS = 6;
/** A domain has up to five words before its top level, each joined by "dot", or a word that is spelled. */
const MAX_DOMAIN_TOKENS = 14;

/** The address whose "at" is the token `at`: "a dot b at c dot com"; null when that "at" belongs to none. */
export function findSpokenEmail(tokens: readonly Token[], at: number, mode: SpokenEmailMode): CharSpan | null {
  const isExpected = mode.isExpected || isAddressed(tokens, at);
  const whole = addressEnd(tokens, at, { ...mode, isExpected });
  if (whole === null && !isOpenAt(tokens, at, mode)) return null;
  const end = whole === null ? null : endOfCorrections(tokens, whole);
  const from = localStart(tokens, at, isExpected);
  if (from >= at || (!mode.isExpected && isPlace(tokens, from, at))) return null;
  return spanOf(tokens, isExpected ? from : firstName(tokens, from), end ?? tokens.length);
}

/** "Look at example dot com". */
const isPlace = (tokens: readonly Token[], from: number, at: number): boolean =>
  from === at - 1 && placeWords.has(textAt(tokens, from));

const isOpenAt = (tokens: readonly Token[], at: number, { open, isExpected }: SpokenEmailMode): boolean =>
  open && isExpected && tokens.length - at <= MAX_OPEN_TOKENS;

function spanOf(tokens: readonly Token[], from: number, to: number): CharSpan | null {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

/** Index after the domain that begins at a token and ends in "dot com" or ".com"; null when there is none. */
function domainEnd(tokens: readonly Token[], from: number): number | null {
  for (let index = from + 1; index < Math.min(tokens.length, from + MAX_DOMAIN_TOKENS); index++) {
    if (tokens[index]?.text === 'at') return null;
    if (!isTopLevel(tokens, index)) continue;
    // "co dot uk" and "co.uk" have a second one.
    if (tokens[index + 1]?.text === 'dot' && topLevels.has(tokens[index + 2]?.text ?? '')) return index + 3;
    return isDottedTopLevel(tokens, index + 1) ? index + 2 : index + 1;
  }
  return null;
}

const addressEnd = (tokens: readonly Token[], at: number, { isExpected }: SpokenEmailMode): number | null =>
  domainEnd(tokens, afterAtSign(tokens, at)) ?? (isExpected ? providerEnd(tokens, afterAtSign(tokens, at)) : null);

/** The index after "at", or after "at the rate", as people say in India. */
function afterAtSign(tokens: readonly Token[], at: number): number {
  if (tokens[at + 1]?.text !== 'the' || tokens[at + 2]?.text !== 'rate') return at + 1;
  return tokens[at + 3]?.text === 'of' ? at + 4 : at + 3;
}

/** "at icloud dot com, no no, comcast dot net": the domain that the speaker says instead belongs to the address. */
function endOfCorrections(tokens: readonly Token[], from: number): number {
  const at = afterCorrection(tokens, from);
  if (at === null) return from;
  const end = nearDomainEnd(tokens, tokens[at]?.text === 'at' ? afterAtSign(tokens, at) : at);
  return end === null ? from : endOfCorrections(tokens, end);
}

/** Index after the words with which the speaker takes back an address; null when he does not. */
function afterCorrection(tokens: readonly Token[], from: number): number | null {
  let isCorrected = false;
  let at = from;
  while (at - from <= MAX_CORRECTION_TOKENS && at < tokens.length) {
    const pause = hesitationAt(tokens, at) ?? bridgeAt(tokens, at);
    if (pause === null) break;
    isCorrected ||= pause.isCorrection;
    at = pause.to;
  }
  return isCorrected ? at : null;
}

function bridgeAt(tokens: readonly Token[], index: number): Hesitation | null {
  const word = tokens[index]?.text ?? '';
  return bridgeWords.has(word) ? { to: index + 1, isCorrection: singleCorrections.has(word) } : null;
}

/** Index after a domain whose first "dot" comes at once. */
function nearDomainEnd(tokens: readonly Token[], from: number): number | null {
  const end = domainEnd(tokens, from);
  return end !== null && end - from <= MAX_CORRECTED_DOMAIN ? end : null;
}

const singleCorrections = new Set(['no', 'sorry', 'actually', 'wait', 'meant', 'mean', 'correction', 'oops', 'rather']);
const MAX_CORRECTION_TOKENS = 8;
const MAX_CORRECTED_DOMAIN = 7;
/** Most tokens between "send … to" and the "at" of the address. */
const MAX_TOKENS_TO_AT = 48;
const MAX_SENT_WORDS = 6;

/** "please send the invoice to john smith at …". */
function isAddressed(tokens: readonly Token[], at: number): boolean {
  for (let index = at - 1; index >= 0 && at - index <= MAX_TOKENS_TO_AT; index--) {
    if (tokens[index]?.text !== 'to') continue;
    const before = tokens.slice(Math.max(0, index - MAX_SENT_WORDS), index);
    if (before.some(({ text }) => waysToSend.has(text))) return true;
  }
  return false;
}

/** Index after the provider that begins at a token: "gmail", "g mail". */
function providerEnd(tokens: readonly Token[], from: number): number | null {
  const first = tokens[from]?.text ?? '';
  if (providers.has(first)) return from + 1;
  return providers.has(first + (tokens[from + 1]?.text ?? '')) ? from + 2 : null;
}

const isTopLevel = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.kind !== 'digits' && isDottedTopLevel(tokens, index);

const isDottedTopLevel = (tokens: readonly Token[], index: number): boolean =>
  topLevels.has(tokens[index]?.text ?? '') && isAfterDot(tokens[index - 1], tokens[index]);

/** "dot com", or "gmail.com" written with its dot. */
const isAfterDot = (before: Token | undefined, token: Token | undefined): boolean =>
  before !== undefined &&
  token !== undefined &&
  (before.text === 'dot' || before.text === 'point' || isWrittenDot(before, token));
