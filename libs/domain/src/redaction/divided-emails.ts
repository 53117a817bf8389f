import { readEmailTokens } from './email-tokens.js';
import { joiners, waysToSend } from './email-words.js';
import { findEmails } from './find-emails.js';
import { findLabels } from './find-labels.js';
import { startsNumber } from './read-number.js';
import { scanTokens, textAt, type Token } from './scan-tokens.js';
import type { CharSpan, SegmentText } from './segment-text.js';

/** The end of an earlier final of a participant. An e-mail address may begin in it. */
export interface EmailTail {
  readonly source: SegmentText;
  /** Where it begins in the text. */
  readonly start: number;
  readonly atMs: number;
  /** How many finals all had said. */
  readonly finalCount: number;
}

/** A part of an address that several finals hold. */
export interface EmailPart {
  readonly source: SegmentText;
  readonly span: CharSpan;
}

/** Finals before the last one that an address may begin in. */
const MAX_TAILS = 6;
const MAX_TAIL_TOKENS = 64;
const CONTINUE_WITHIN_MS = 60_000;
/** Most tokens of an address that an utterance ends with after "send it to", with the word "to". */
const MAX_TOKENS_AFTER_TO = 6;

/** Most tokens from the joiner in a name to the end of its final, and from the beginning of the next final to "at". */
const MAX_TOKENS_AFTER_DOT = 14;
const MAX_TOKENS_TO_AT = 8;

/** The tails of a participant's last finals, with this one. */
export function addTail(
  tails: readonly EmailTail[],
  { source, tokens }: { readonly source: SegmentText; readonly tokens: readonly Token[] },
  finalCount: number,
): EmailTail[] {
  const start = tokens[Math.max(0, tokens.length - MAX_TAIL_TOKENS)]?.start ?? 0;
  const others = tails.filter((tail) => tail.source !== source);
  return [...others, { source, start, atMs: source.segment.endMs, finalCount }].slice(-MAX_TAILS);
}

/** What the talk says about an address that several finals may hold. */
interface DividedEmailSearch {
  readonly tails: readonly EmailTail[];
  readonly isExpected: boolean;
  /** How many finals all had said when somebody named an address last. The address begins in that final or later. */
  readonly askedAt: number;
}

/** The parts of an address that begins in earlier finals of the participant and continues in this text. */
export function findDividedEmail(
  source: SegmentText,
  tokens: readonly Token[],
  { tails, isExpected, askedAt }: DividedEmailSearch,
): EmailPart[] {
  const near = tails.filter(
    ({ atMs, finalCount }) => finalCount >= askedAt && Math.abs(source.segment.startMs - atMs) <= CONTINUE_WITHIN_MS,
  );
  const last = near.at(-1);
  if (last === undefined) return [];
  const seam = { before: wordsOf(last), after: readEmailTokens(source.text, tokens) };
  const isContinued = isBegun(seam) || isJoined(seam) || isSpelledOver(seam);
  if (!(isExpected || isContinued || isAddressed(seam))) return [];
  const pieces = [
    ...near.map((tail) => ({ ...tail, text: tail.source.text.slice(tail.start) })),
    { source, start: 0, text: source.text },
  ];
  // A mark that addresses do not hold keeps a name at the end of a final apart from the next one.
  const joined = pieces.map(({ text }) => text).join(';');
  const boundary = joined.length - source.text.length;
  const joinedTokens = scanTokens(joined);
  const emails = findEmails(joined, joinedTokens, findLabels(joinedTokens), {
    open: false,
    isExpected: isExpected || isContinued,
  });
  const divided = emails.find(({ start, end }) => start < boundary && end > boundary);
  return divided === undefined ? [] : partsOf(pieces, divided);
}

/** The words on both sides of the end of a final. */
interface Seam {
  readonly before: readonly Token[];
  readonly after: readonly Token[];
}

function wordsOf({ source, start }: EmailTail): Token[] {
  const text = source.text.slice(start);
  return readEmailTokens(text, scanTokens(text));
}

/** Whether the end of a final and the beginning of the next one belong to one address by their words. */
const isJoined = ({ before, after }: Seam): boolean =>
  joinsParts(textAt(before, before.length - 1)) || joinsParts(textAt(after, 0));

const joinsParts = (word: string): boolean => word === 'at' || joiners.has(word);

/** Index of an "at" that comes soon; -1 when there is none. */
const nearAt = (after: readonly Token[]): number => {
  const at = after.findIndex(({ text }) => text === 'at');
  return at > MAX_TOKENS_TO_AT ? -1 : at;
};

/** "b r u c e" … "t u l l y at …", "it's deshawn" … "1986 at …". */
function isSpelledOver({ before, after }: Seam): boolean {
  const at = nearAt(after);
  if (at < 1) return false;
  const isNumber = after.slice(0, at).every((_, index) => startsNumber(after, index));
  return isNumber || (isLetter(after[0]) && isLetter(before.at(-1)));
}

const isLetter = (token: Token | undefined): boolean => token?.kind === 'word' && token.text.length === 1;

/** "d e v dot s h a r m a" … "20 at gmail dot com". */
function isBegun({ before, after }: Seam): boolean {
  const at = nearAt(after);
  if (at < 1 || !after.slice(at + 1).some(({ text }) => text === 'dot')) return false;
  const words = before.slice(-MAX_TOKENS_AFTER_DOT);
  const dot = words.findLastIndex(({ text }) => joinersOfNames.has(text));
  return dot > 0 && dot < words.length - 1;
}

const joinersOfNames = new Set(['dot', 'underscore']);

/** "Send it to s" … "i y e r at yahoo dot in". */
function isAddressed({ before, after }: Seam): boolean {
  if (!after.some(({ text }) => text === 'at')) return false;
  const to = before.findLastIndex(({ text }) => text === 'to');
  return (
    to >= before.length - MAX_TOKENS_AFTER_TO &&
    before.slice(0, Math.max(0, to)).some(({ text }) => waysToSend.has(text))
  );
}

function partsOf(
  pieces: readonly { source: SegmentText; start: number; text: string }[],
  { start, end }: CharSpan,
): EmailPart[] {
  let offset = 0;
  return pieces.flatMap(({ source, start: from, text }) => {
    const begin = Math.max(0, start - offset);
    const stop = Math.min(text.length, end - offset);
    offset += text.length + 1;
    return begin < stop ? [{ source, span: { start: from + begin, end: from + stop } }] : [];
  });
}
