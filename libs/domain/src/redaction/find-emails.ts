import type { Label } from './find-labels.js';
import { isOh, readNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** A span of the text, UTF-16 units. */
export interface CharSpan {
  readonly start: number;
  readonly end: number;
}

const MAX_EMAIL_CHARS = 254;
const joiners = new Set(['dot', 'point', 'period', 'underscore', 'dash', 'hyphen', 'plus', 'minus']);
const topLevels = new Set(
  'com net org edu gov mil io co uk us ca au de fr es it eu info biz me tv ai app dev'.split(' '),
);
/** Words before "at" that tell of a place or a site and not of a mailbox, unless an e-mail was asked for. */
const places = new Set(
  'look looking looked shop shopping us me them online site website page visit go order ordered bought find found here be is was meet work working available it'.split(
    ' ',
  ),
);
const lead = new Set([
  'is',
  "it's",
  'email',
  'mail',
  'address',
  'to',
  'at',
  'yes',
  'yeah',
  'sure',
  'okay',
  'ok',
  'um',
  'uh',
  'so',
  'its',
  "that's",
  'the',
  'my',
  'and',
]);
const MAX_LOCAL_TOKENS = 12;

/**
 * E-mail addresses, written ("a.b@c.com") or spoken ("a dot b at c dot com"). With `open` also one whose end is still to
 * come; `isExpected` says that an address was asked for, which makes shorter forms count.
 */
export function findEmails(
  text: string,
  tokens: readonly Token[],
  labels: readonly Label[],
  mode: { readonly open: boolean; readonly isExpected: boolean },
): CharSpan[] {
  const isExpected = mode.isExpected || labels.some((label) => label.kind === 'EMAIL');
  const spans = text.includes('@') ? writtenEmails(text, mode.open) : [];
  for (let index = 0; index < tokens.length; index++) {
    if (tokens[index]?.text !== 'at') continue;
    const span = spokenEmail(tokens, index, isExpected, mode.open);
    if (span !== null && !spans.some((other) => other.start < span.end && span.start < other.end)) spans.push(span);
  }
  if (mode.open && isExpected) addOpenTail(tokens, labels, spans);
  return spans.sort((a, b) => a.start - b.start);
}

const isLocalChar = (char: string): boolean => /[\p{L}\p{N}._%+'-]/u.test(char);
const isDomainChar = (char: string): boolean => /[\p{L}\p{N}.-]/u.test(char);

function writtenEmails(text: string, open: boolean): CharSpan[] {
  const spans: CharSpan[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < MAX_EMAIL_CHARS && isLocalChar(text[start - 1] ?? '')) start--;
    let end = at + 1;
    while (end < text.length && end - at < MAX_EMAIL_CHARS && isDomainChar(text[end] ?? '')) end++;
    while (end > at + 1 && /[.-]/.test(text[end - 1] ?? '')) end--;
    const isWhole = text.slice(at + 1, end).includes('.') || (open && end >= text.length - 1);
    const last = spans.at(-1);
    if (start < at && isWhole) spans.push({ start: last === undefined ? start : Math.max(start, last.end), end });
  }
  return spans;
}

function spokenEmail(tokens: readonly Token[], at: number, isExpected: boolean, open: boolean): CharSpan | null {
  const end = domainEnd(tokens, at + 1);
  const isOpen = open && end === null && tokens.length - at <= 6;
  if (end === null && !(isOpen && isExpected)) return null;
  const from = localStart(tokens, at, isExpected);
  const first = tokens[from];
  if (first === undefined || from >= at) return null;
  const isPlain = from === at - 1;
  if (!isExpected && isPlain && places.has(first.text)) return null;
  const last = tokens[(end ?? tokens.length) - 1];
  return last === undefined ? null : { start: first.start, end: last.end };
}

/** Index after a domain that begins at a token: up to five words, then "dot com" or ".com". */
function domainEnd(tokens: readonly Token[], from: number): number | null {
  for (let index = from + 1; index < Math.min(tokens.length, from + 8); index++) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'digits' || !topLevels.has(token.text)) continue;
    if (!isDot(tokens, index)) continue;
    const spokenNext = tokens[index + 1]?.text === 'dot' && topLevels.has(tokens[index + 2]?.text ?? '');
    const writtenNext = topLevels.has(tokens[index + 1]?.text ?? '') && isDot(tokens, index + 1);
    return index + (spokenNext ? 3 : writtenNext ? 2 : 1);
  }
  return null;
}

/** "dot com", or "gmail.com" written with its dot. */
const isDot = (tokens: readonly Token[], index: number): boolean => {
  const before = tokens[index - 1];
  const token = tokens[index];
  if (before === undefined || token === undefined) return false;
  return before.text === 'dot' || before.text === 'point' || (token.gap === 'mark' && token.start - before.end === 1);
};

function localStart(tokens: readonly Token[], at: number, isExpected: boolean): number {
  let from = at;
  while (from > 0 && at - from < MAX_LOCAL_TOKENS) {
    const previous = tokens[from - 1];
    if (previous === undefined) break;
    const joined = joiners.has(previous.text) || joiners.has(tokens[from]?.text ?? '') || tokens[from]?.gap === 'glued';
    const writtenDot = tokens[from]?.gap === 'mark' && (tokens[from]?.start ?? 0) - previous.end === 1 && from < at;
    const spelled = previous.text.length === 1 || readNumber(tokens, from - 1) !== null || isOh(previous);
    const nameWord = isExpected && !lead.has(previous.text) && at - from < 4;
    if (from < at && !joined && !writtenDot && !spelled && !nameWord) break;
    if (from < at && lead.has(previous.text) && !joined) break;
    from--;
  }
  return from;
}

/** Words after which an e-mail address that was asked for has not begun, when nothing of one was said by then. */
const MAX_UNTOLD_WORDS = 3;

/** What was said of an address so far: from the word after the label, or of the answer to the question for one, to the end. */
function addOpenTail(tokens: readonly Token[], labels: readonly Label[], spans: CharSpan[]): void {
  const label = labels.filter((one) => one.kind === 'EMAIL').at(-1);
  let from = label?.to ?? 0;
  while (from < tokens.length && lead.has(tokens[from]?.text ?? '')) from++;
  const first = tokens[from];
  const last = tokens.at(-1);
  const count = tokens.length - from;
  if (first === undefined || last === undefined || count > MAX_LOCAL_TOKENS + 8) return;
  const isTold = tokens
    .slice(from)
    .some(({ text }) => joiners.has(text) || text === 'at' || (text.length === 1 && text !== 'i' && text !== 'a'));
  const isAnnounced = label === undefined || tokens[from - 1]?.text === 'is';
  if (!isTold && !(isAnnounced && count <= MAX_UNTOLD_WORDS)) return;
  if (spans.some((span) => span.end > first.start)) return;
  spans.push({ start: first.start, end: last.end });
}
