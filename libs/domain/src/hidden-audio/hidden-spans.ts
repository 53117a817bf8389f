import type { EventData, RedactionKind } from '@earshot/contracts';
import { msToUs, SpanSet, type Span } from '../call/span-set.js';

/** Words of one kind that redaction removed, where they are heard on the track. Without a margin. */
export interface HiddenWords {
  readonly kind: RedactionKind;
  readonly span: Span;
}

type RedactedSegment = Pick<EventData<'segment.enriched'>, 'startMs' | 'endMs' | 'words' | 'redactions'>;

/**
 * Where the removed words of a segment are heard. A redaction states its time. Without one, its placeholder among the words
 * does, and without that too the whole segment counts: rather hide too much than let a card number be heard.
 */
export function hiddenWordsOf(segment: RedactedSegment): HiddenWords[] {
  const placeholders = [...segment.words];
  return segment.redactions.map(({ kind, startMs, endMs }) => {
    // Each placeholder stands for one redaction, in the order of the text.
    const at = placeholders.findIndex(({ text }) => text.includes(`[${kind}]`));
    const placeholder = at < 0 ? undefined : placeholders.splice(0, at + 1)[at];
    const span = spanOf(startMs, endMs) ?? spanOf(placeholder?.startMs, placeholder?.endMs);
    return { kind, span: span ?? { from: msToUs(segment.startMs), to: msToUs(segment.endMs) } };
  });
}

/** Null without both times, and for words without a length. */
const spanOf = (startMs: number | undefined, endMs: number | undefined): Span | null =>
  startMs === undefined || endMs === undefined || endMs <= startMs
    ? null
    : { from: msToUs(startMs), to: msToUs(endMs) };

/** The spans with `marginMs` more on either side. Word times are not exact. */
export const withMargin = (spans: Iterable<Span>, marginMs: number): SpanSet =>
  new SpanSet(
    [...spans].map(({ from, to }) => ({ from: Math.max(0, from - msToUs(marginMs)), to: to + msToUs(marginMs) })),
  );
