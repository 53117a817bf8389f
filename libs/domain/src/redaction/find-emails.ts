import type { Label } from './find-labels.js';
import { findOpenEmail } from './open-email.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';
import { findSpokenEmail, type SpokenEmailMode } from './spoken-emails.js';
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
  const spans = text.includes('@') ? findWrittenEmails(text, open) : [];
  tokens.forEach((token, index) => {
    if (token.text !== 'at') return;
    const span = findSpokenEmail(tokens, index, { open, isExpected });
    if (span === null || spans.some(({ start, end }) => start < token.end && end > token.start)) return;
    const before = Math.max(0, ...spans.filter(({ start }) => start < token.start).map(({ end }) => end));
    spans.push({ start: Math.max(span.start, before), end: span.end });
  });
  const begun = open && isExpected ? findOpenEmail(tokens, labels) : null;
  if (begun !== null && !spans.some(({ end }) => end > begun.start)) spans.push(begun);
  return spans.sort((a, b) => a.start - b.start);
}
