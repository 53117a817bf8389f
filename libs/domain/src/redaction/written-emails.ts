import type { CharSpan } from './segment-text.js';

const MAX_EMAIL_CHARS = 254;

const isLocalChar = (char: string): boolean => /[\p{L}\p{N}._%+'-]/u.test(char);
const isDomainChar = (char: string): boolean => /[\p{L}\p{N}.-]/u.test(char);

/** Finds addresses with an "@", which a blank may follow, or the semicolon between two finals. With `open` it also finds one at the end of the text whose domain is not complete yet. */
export function findWrittenEmails(text: string, open: boolean): CharSpan[] {
  const spans: CharSpan[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = localStart(text, at);
    const end = domainEnd(text, /[ ;]/.test(text[at + 1] ?? '') ? at + 1 : at);
    const isWhole = text.slice(at + 1, end).includes('.') || (open && end >= text.length - 1);
    if (start < at && isWhole) spans.push({ start: Math.max(start, spans.at(-1)?.end ?? 0), end });
  }
  return spans;
}

function localStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < MAX_EMAIL_CHARS && isLocalChar(text[start - 1] ?? '')) start--;
  return start;
}

/** The index after the domain. A dot or a hyphen at its end belongs to the sentence. */
function domainEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && end - at < MAX_EMAIL_CHARS && isDomainChar(text[end] ?? '')) end++;
  while (end > at + 1 && /[.-]/.test(text[end - 1] ?? '')) end--;
  return end;
}
