import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../../ui/format-duration.js';
import { areSameLists } from '../are-same-lists.js';
import { isPausedSpan, type PausedSpan } from '../pause/paused-spans.js';
import type { Segment } from './segment-index.js';
import type { Block } from './transcript.js';

/** A span in which somebody spoke and the speech engine gave no words. */
export type WordlessSpan = CallDetailFragment['speechWithoutWords'][number];

/** A span that stands among the lines. */
export type MarkedSpan = WordlessSpan | PausedSpan;

const none: readonly never[] = [];

/** What the transcript says in place of the words. */
export const describeWordless = ({ fromMs, toMs }: WordlessSpan): string =>
  `Speech without words, ${formatDuration(fromMs)}–${formatDuration(toMs)}`;

/**
 * The spans that stand among the lines of each block, by its index. Spans and blocks are in the order of time. A span before the first
 * line belongs to the first block.
 */
export function spansByBlock<Span extends Pick<MarkedSpan, 'fromMs'>>(
  blocks: readonly Block[],
  spans: readonly Span[],
): readonly (readonly Span[])[] {
  let at = 0;
  return blocks.map((_, index) => {
    const next = blocks[index + 1]?.lines[0]?.startMs ?? Infinity;
    const from = at;
    while (at < spans.length && (spans[at]?.fromMs ?? 0) < next) at += 1;
    return from === at ? none : spans.slice(from, at);
  });
}

/** Pauses and speech without words in the order of time. */
export const mergeSpans = (pauses: readonly PausedSpan[], wordless: readonly WordlessSpan[]): readonly MarkedSpan[] =>
  pauses.length === 0 ? wordless : [...pauses, ...wordless].sort((a, b) => a.fromMs - b.fromMs);

/** A pause grows while it lasts, so its end is no part of the key. */
export const keyOfSpan = (span: MarkedSpan): string =>
  isPausedSpan(span) ? `paused ${span.fromMs}` : `wordless ${span.track} ${span.fromMs}`;

export const areSameSpans = (a: readonly MarkedSpan[], b: readonly MarkedSpan[]): boolean =>
  areSameLists(a, b, (one, other) => {
    if (keyOfSpan(one) !== keyOfSpan(other) || one.toMs !== other.toMs) return false;
    if (isPausedSpan(one) || isPausedSpan(other)) return true;
    return one.participant.id === other.participant.id && one.participant.role === other.participant.role;
  });

/** A row of the transcript. */
export type Row<Line = Segment, Span = MarkedSpan> = { readonly line: Line } | { readonly span: Span };

/** The lines and the spans in the order of their start. */
export function mergeRows<Line extends Pick<Segment, 'startMs'>, Span extends Pick<MarkedSpan, 'fromMs'>>(
  lines: readonly Line[],
  spans: readonly Span[],
): Row<Line, Span>[] {
  const rows: Row<Line, Span>[] = [];
  let at = 0;
  const addSpansBefore = (ms: number): void => {
    for (let span = spans[at]; span !== undefined && span.fromMs < ms; span = spans[(at += 1)]) rows.push({ span });
  };
  for (const line of lines) {
    addSpansBefore(line.startMs);
    rows.push({ line });
  }
  addSpansBefore(Infinity);
  return rows;
}
