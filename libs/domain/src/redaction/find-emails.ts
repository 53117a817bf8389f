import { isDot } from './email-words.js';
import { readEmailTokens } from './email-tokens.js';
import type { Label } from './find-labels.js';
import { findOpenEmail } from './open-email.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';
import { findSpokenEmail, isAtSign, type SpokenEmailMode } from './spoken-emails.js';
import { findWrittenEmails } from './written-emails.js';

/**
 * Finds e-mail addresses, written ("a.b@c.com") or spoken ("a dot b at c dot com"), in the order of their start. With `open`
 * it also finds one whose end is still to come. `isExpected`: somebody asked for an address, so shorter forms count.
 */
export function findEmails(
  text: string,
  tokens: readonly Token[],
  labels: readonly Label[],
  { open, isExpected: wasAskedFor }: SpokenEmailMode,
): CharSpan[] {
  const isExpected = wasAskedFor || labels.some(({ kind }) => kind === 'EMAIL');
  const written = text.includes('@') ? findWrittenEmails(text, open) : [];
  const spoken = findSpokenEmails(text, tokens, labels, { open, isExpected });
  const joined = spoken.map((span) => joinOverlapping(span, written));
  const spans = [...joined, ...written.filter((span) => joined.every((other) => !overlaps(span, other)))];
  const begun = open && isExpected ? findOpenEmail(tokens, labels) : null;
  if (begun !== null && !spans.some(({ end }) => end > begun.start)) spans.push(begun);
  return spans.sort((a, b) => a.start - b.start);
}

/** The span with the parts of others that overlap it. */
function joinOverlapping(span: CharSpan, others: readonly CharSpan[]): CharSpan {
  const all = [span, ...others.filter((other) => overlaps(span, other))];
  return { start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) };
}

const overlaps = (one: CharSpan, other: CharSpan): boolean => one.start < other.end && one.end > other.start;

/** Whether a word says the "at" of an address, or the dot of one without "at". */
const maySignAddress = (word: string): boolean => isAtSign(word) || word === 'arroba' || isDot(word);

function findSpokenEmails(
  text: string,
  tokens: readonly Token[],
  labels: readonly Label[],
  mode: SpokenEmailMode,
): CharSpan[] {
  if (!text.includes('@') && !tokens.some((token) => maySignAddress(token.text))) return [];
  const spans: CharSpan[] = [];
  const ends = labels.filter(({ kind }) => kind === 'EMAIL').map(({ to }) => tokens[to - 1]?.end ?? 0);
  const said = { text, tokens: readEmailTokens(text, tokens) };
  let covered = 0;
  said.tokens.forEach((token, at) => {
    if (!isAtSign(token.text) || token.start < covered) return;
    const earliest = Math.max(covered, ...ends.filter((end) => end < (said.tokens[at - 1]?.start ?? 0)));
    const floor = said.tokens.findIndex(({ start }) => start >= earliest);
    const email = findSpokenEmail(said, { at, floor }, mode);
    if (email === null) return;
    covered = said.tokens[email.to - 1]?.end ?? covered;
    if (email.span !== null) spans.push(email.span);
  });
  return spans;
}
