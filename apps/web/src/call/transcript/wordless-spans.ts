import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../../ui/format-duration.js';
import { areSameLists } from '../are-same-lists.js';
import type { Segment } from './segment-index.js';
import type { Block } from './transcript.js';

/** A span in which somebody spoke and the speech engine gave no words. */
export type WordlessSpan = CallDetailFragment['speechWithoutWords'][number];

const none: readonly WordlessSpan[] = [];

/** What the transcript says in place of the words. */
export const describeWordless = ({ fromMs, toMs }: WordlessSpan): string =>
  `Speech without words, ${formatDuration(fromMs)}–${formatDuration(toMs)}`;

/**
 * The spans that stand among the lines of each block, by its index. Spans and blocks are in the order of time. A span before the first
 * line belongs to the first block.
 */
export function spansByBlock(
  blocks: readonly Block[],
  spans: readonly WordlessSpan[],
): readonly (readonly WordlessSpan[])[] {
  let at = 0;
  return blocks.map((_, index) => {
    const next = blocks[index + 1]?.lines[0]?.startMs ?? Infinity;
    const from = at;
    while (at < spans.length && (spans[at]?.fromMs ?? 0) < next) at += 1;
    return from === at ? none : spans.slice(from, at);
  });
}

export const areSameSpans = (a: readonly WordlessSpan[], b: readonly WordlessSpan[]): boolean =>
  areSameLists(
    a,
    b,
    (one, other) =>
      one.track === other.track &&
      one.fromMs === other.fromMs &&
      one.toMs === other.toMs &&
      one.participant.id === other.participant.id &&
      one.participant.role === other.participant.role,
  );

/** A row of the transcript. */
export type Row<Line = Segment, Span = WordlessSpan> = { readonly line: Line } | { readonly wordless: Span };

/** The lines and the spans in the order of their start. */
export function mergeRows<Line extends Pick<Segment, 'startMs'>, Span extends Pick<WordlessSpan, 'fromMs'>>(
  lines: readonly Line[],
  spans: readonly Span[],
): Row<Line, Span>[] {
  const rows: Row<Line, Span>[] = [];
  let at = 0;
  const addSpansBefore = (ms: number): void => {
    for (let span = spans[at]; span !== undefined && span.fromMs < ms; span = spans[(at += 1)])
      rows.push({ wordless: span });
  };
  for (const line of lines) {
    addSpansBefore(line.startMs);
    rows.push({ line });
  }
  addSpansBefore(Infinity);
  return rows;
}
