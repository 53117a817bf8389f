import { domainEnd, endOfCorrections, type EmailText } from './email-domains.js';
import { firstName, localStart } from './email-local-part.js';
import { determiners, endsPart, isName, isSpelled } from './email-parts.js';
import { addressWords, placeWords, waysToSend } from './email-words.js';
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

/** What engines hear instead of "at". */
const misheardSigns = new Set(['add', 'et', 'ad']);
/** Most tokens of a domain after a misheard "at". */
const MAX_DOMAIN_AFTER_MISHEARD = 6;

/** Whether a word may be the "at" of an address. */
export const isAtSign = (word: string): boolean => word === 'at' || misheardSigns.has(word);

/** An address that is found at an "at", and the index after its domain. */
export interface SpokenEmail {
  /** Null when the "at" and the domain have no local part before them. */
  readonly span: CharSpan | null;
  readonly to: number;
}

/**
 * The address whose "at" is the token `at`: "a dot b at c dot com"; null when that "at" belongs to none. The address begins at
 * the token `floor` or later.
 */
export function findSpokenEmail(
  said: EmailText,
  { at, floor }: { readonly at: number; readonly floor: number },
  mode: SpokenEmailMode,
): SpokenEmail | null {
  const { tokens } = said;
  const cue = addressedAt(tokens, at);
  const isExpected = mode.isExpected || cue !== null;
  const whole = domainEnd(said, at + 1, isExpected);
  if (whole === null ? !isOpenAt(tokens, at, mode) : isMisheardWord(said, at, { isExpected, end: whole })) return null;
  const to = whole === null ? tokens.length : endOfCorrections(said, whole, isExpected);
  const place = { at, floor: Math.min(Math.max(floor, cue ?? 0), at - 1) };
  return { span: spanBefore(said, place, { isExpected, isNamed: mode.isExpected }, to), to };
}

/** The span of an address that ends before `to`; null when "at" has no local part before it. */
function spanBefore(
  said: EmailText,
  place: { readonly at: number; readonly floor: number },
  { isExpected, isNamed }: { readonly isExpected: boolean; readonly isNamed: boolean },
  to: number,
): CharSpan | null {
  const { tokens } = said;
  const { at } = place;
  const isGlued = isWrittenAt(said, at);
  const from = localStart(said, { ...place, isExpected: isExpected && !isGlued });
  if (from >= at || from < 0) return null;
  const first = isExpected || isGlued ? from : firstName(said, from, place);
  return !isNamed && isPlace(said, first, at) ? null : spanOf(tokens, first, to);
}

/** A word such as "add" counts only where an address is expected or evident and its domain follows at once. A missing "at" counts after a name. */
function isMisheardWord(
  said: EmailText,
  at: number,
  { isExpected, end }: { isExpected: boolean; end: number },
): boolean {
  const sign = said.tokens[at];
  if (sign?.start === sign?.end) return !isExpected || !(endsPart(said, at - 1) || isName(said, at - 1));
  if (!misheardSigns.has(textAt(said.tokens, at))) return false;
  return end - at > MAX_DOMAIN_AFTER_MISHEARD || !(isExpected || endsPart(said, at - 1));
}

/** The "@" of "maria@…". */
const isWrittenAt = ({ text, tokens }: EmailText, at: number): boolean =>
  text[tokens[at]?.start ?? 0] === '@' && tokens[at]?.start === tokens[at - 1]?.end;

const subjects = new Set(['i', 'we', 'you', 'he', 'she', 'they', 'who']);
const articles = new Set([...determiners, 'some', 'any', 'these', 'those']);

/** "Look at example dot com", "I saw the offer at example dot com": plain words before a site, and no name of a mailbox. */
function isPlace(said: EmailText, from: number, at: number): boolean {
  const { tokens } = said;
  const isBeforeAt = from === at - 1;
  if (isBeforeAt && placeWords.has(textAt(tokens, from))) return true;
  for (let index = from; index < at; index++) if (endsPart(said, index) || isSpelled(tokens, index)) return false;
  const before = textAt(tokens, from - 1);
  const isSubject = subjects.has(before) && textAt(tokens, from - 2) !== 'thank';
  return isSubject || placeWords.has(textAt(tokens, at - 1)) || (isBeforeAt && articles.has(before));
}

const isOpenAt = (tokens: readonly Token[], at: number, { open, isExpected }: SpokenEmailMode): boolean =>
  open && isExpected && textAt(tokens, at) === 'at' && tokens.length - at <= MAX_OPEN_TOKENS;

function spanOf(tokens: readonly Token[], from: number, to: number): CharSpan | null {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

/** Most tokens between "send … to" or "my address is" and the "at" of the address. */
const MAX_TOKENS_TO_AT = 48;
const MAX_SENT_WORDS = 6;

/** Index after the words that announce an address: "please send the invoice to john smith at …", "my login is …"; null without them. */
function addressedAt(tokens: readonly Token[], at: number): number | null {
  for (let index = at - 2; index >= 0 && at - index <= MAX_TOKENS_TO_AT; index--) {
    if (addressWords.has(textAt(tokens, index))) return index + 1;
    if (textAt(tokens, index) !== 'to') continue;
    const before = tokens.slice(Math.max(0, index - MAX_SENT_WORDS), index);
    if (before.some(({ text }) => waysToSend.has(text))) return index + 1;
  }
  return null;
}
