import type { RedactionKind, Word } from '@earshot/contracts';
import { locateWords } from './locate-words.js';
import { moveIssues } from './move-issues.js';
import type { CharSpan, HiddenSpan, RawSegment, Redaction } from './segment-text.js';

export interface RedactedText {
  readonly text: string;
  readonly words: Word[];
  readonly redactions: Redaction[];
  readonly issues?: RawSegment['issues'];
}

/** Bounds of the event, see `segment.enriched`. */
const MAX_TEXT_CHARS = 20_000;
const MAX_REDACTIONS = 1_000;

/** Replaces the hidden spans in the text and in its words by placeholders. The spans may come in any order. */
export function renderRedacted(segment: RawSegment, hidden: readonly HiddenSpan[]): RedactedText {
  const { text, words } = segment;
  if (hidden.length === 0) return { text, words: [...words], redactions: [] };
  const merged = mergeSpans(text, hidden);
  const wordStarts = locateWords(text, words);
  const times = timesOf(segment, wordStarts, merged);
  let result = '';
  let position = 0;
  const redactions: Redaction[] = [];
  for (const [index, { kind, start, end }] of merged.entries()) {
    result += text.slice(position, start);
    const startChar = result.length;
    result += `[${kind}]`;
    if (result.length > MAX_TEXT_CHARS) {
      result = result.slice(0, startChar);
      position = text.length;
      break;
    }
    redactions.push({ kind, startChar, endChar: result.length, ...times[index] });
    position = end;
  }
  result = (result + text.slice(position)).slice(0, MAX_TEXT_CHARS);
  const { issues } = segment;
  return {
    text: result,
    words: redactWords(words, wordStarts, merged),
    redactions,
    ...(issues !== undefined && { issues: moveIssues(issues, merged, redactions) }),
  };
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

interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** When the words of each span are heard. Where the engine gives no words, it may be anywhere in the segment. */
function timesOf(
  { startMs, endMs, words }: RawSegment,
  wordStarts: readonly number[] | null,
  spans: readonly CharSpan[],
): TimeSpan[] {
  return spans.map(({ start, end }) => {
    const heard = words.filter((word, index) => {
      const at = wordStarts?.[index] ?? Infinity;
      return at < end && at + word.text.length > start;
    });
    if (heard.length === 0) return { startMs, endMs };
    return {
      startMs: Math.min(...heard.map((word) => word.startMs)),
      endMs: Math.max(...heard.map((word) => word.endMs)),
    };
  });
}

/**
 * Words whose characters are hidden become one word with the placeholder and their common time. When anything is hidden and
 * the words are not those of the text, all are left out, because it is unknown which of them to hide.
 */
function redactWords(
  words: readonly Word[],
  starts: readonly number[] | null,
  spans: readonly PlaceholderSpan[],
): Word[] {
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
