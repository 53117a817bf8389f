import { placeWords, providers, topLevels } from './email-words.js';
import { isWrittenDot, localStart } from './email-local-part.js';
import type { Token } from './scan-tokens.js';
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
  const end = addressEnd(tokens, at, mode);
  const isOpen = mode.open && mode.isExpected && tokens.length - at <= MAX_OPEN_TOKENS;
  if (end === null && !isOpen) return null;
  const from = localStart(tokens, at, mode.isExpected);
  const first = tokens[from];
  const last = tokens[(end ?? tokens.length) - 1];
  if (first === undefined || last === undefined || from >= at) return null;
  if (!mode.isExpected && from === at - 1 && placeWords.has(first.text)) return null;
  return { start: first.start, end: last.end };
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
  domainEnd(tokens, at + 1) ?? (isExpected ? providerEnd(tokens, at + 1) : null);

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
