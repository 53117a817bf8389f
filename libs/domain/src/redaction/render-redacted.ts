import type { RedactionKind, Word } from '@earshot/contracts';
import type { CharSpan, HiddenSpan, Redaction } from './segment-text.js';

export interface RedactedText {
  readonly text: string;
  readonly words: Word[];
  readonly redactions: Redaction[];
}

/** Bounds of the event, see `segment.enriched`. */
const MAX_TEXT_CHARS = 20_000;
const MAX_REDACTIONS = 1_000;

/** Replaces the hidden spans in the text and in its words by placeholders. The spans may come in any order. */
export function renderRedacted(text: string, words: readonly Word[], hidden: readonly HiddenSpan[]): RedactedText {
  if (hidden.length === 0) return { text, words: [...words], redactions: [] };
  const merged = mergeSpans(text, hidden);
  let result = '';
  let position = 0;
  const redactions: Redaction[] = [];
  for (const { kind, start, end } of merged) {
    result += text.slice(position, start);
    const startChar = result.length;
    result += `[${kind}]`;
    if (result.length > MAX_TEXT_CHARS) {
      result = result.slice(0, startChar);
      position = text.length;
      break;
    }
    redactions.push({ kind, startChar, endChar: result.length });
    position = end;
  }
  result = (result + text.slice(position)).slice(0, MAX_TEXT_CHARS);
  return { text: result, words: redactWords(text, words, merged), redactions };
}

interface PlaceholderSpan extends CharSpan {
  readonly kind: RedactionKind;
  end: number;
}

function mergeSpans(text: string, hidden: readonly HiddenSpan[]): PlaceholderSpan[] {
  const merged: PlaceholderSpan[] = [];
  for (const span of [...hidden].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    const start = span.kind === 'PHONE' ? withPhonePrefix(text, span.start, last?.end ?? 0) : span.start;
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, span.end);
    else if (last !== undefined && last.kind === span.kind && span.continuesFrom === last.end) last.end = span.end;
    else if (last !== undefined && merged.length >= MAX_REDACTIONS) last.end = text.length;
    else merged.push({ kind: span.kind, start, end: span.end });
  }
  return merged;
}

/** The start of a phone number with its plus and bracket: "+1 (415". */
function withPhonePrefix(text: string, start: number, from: number): number {
  let begin = start;
  while (begin > from && (text[begin - 1] === '(' || text[begin - 1] === '+')) begin--;
  return begin;
}

/**
 * Words whose characters are hidden become one word with the placeholder and their common time. When anything is hidden and
 * the words are not those of the text, all are left out, because it is unknown which of them to hide.
 */
function redactWords(text: string, words: readonly Word[], spans: readonly PlaceholderSpan[]): Word[] {
  if (spans.length === 0) return [...words];
  const starts = locateWords(text, words);
  if (starts === null) return [];
  const result: Word[] = [];
  let at = 0;
  let shown = -1;
  words.forEach((word, index) => {
    const start = starts[index] ?? 0;
    const end = start + word.text.length;
    while (at < spans.length && (spans[at]?.end ?? 0) <= start) at++;
    const span = spans[at];
    if (span === undefined || span.start >= end) return void result.push(word);
    const last = result.at(-1);
    if (shown === at && last !== undefined)
      result[result.length - 1] = { ...last, endMs: Math.max(last.endMs, word.endMs) };
    else result.push({ text: `[${span.kind}]`, startMs: word.startMs, endMs: word.endMs });
    shown = at;
  });
  return result;
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** The start of each word in the text; null unless the words are those of the text, one after the other. */
function locateWords(text: string, words: readonly Word[]): number[] | null {
  const starts: number[] = [];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return null;
  let position = 0;
  for (const word of words) {
    const start = lower.indexOf(word.text.toLowerCase(), position);
    if (start < 0 || LETTER_OR_DIGIT.test(lower.slice(position, start))) return null;
    starts.push(start);
    position = start + word.text.length;
  }
  return starts;
}
