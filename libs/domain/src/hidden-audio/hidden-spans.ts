import type { EventData, RedactionKind } from '@earshot/contracts';
import { msToUs, SpanSet, type Span } from '../call/span-set.js';

/** Words of one kind that redaction removed, where they are heard on the track. Without a margin. */
export interface HiddenWords {
  readonly kind: RedactionKind;
  readonly span: Span;
}

type RedactedSegment = Pick<
  EventData<'segment.enriched'>,
  'startMs' | 'endMs' | 'words' | 'areWordTimesEstimated' | 'redactions'
>;

/** An engine without word times decodes some audio around the speech that it detected, and a word may lie in it. */
const AROUND_SPEECH_MS = 300;

/**
 * Where the removed words of a segment are heard. A redaction states its time. Without one, its placeholder among the words
 * does, and without that too the whole segment counts: rather hide too much than let a card number be heard. Estimated times do
 * not count: estimates share the time by letters, and a number in digits takes far longer to say than to write.
 */
export function hiddenWordsOf(segment: RedactedSegment): HiddenWords[] {
  if (segment.areWordTimesEstimated === true) {
    const from = msToUs(Math.max(0, segment.startMs - AROUND_SPEECH_MS));
    const span = { from, to: msToUs(segment.endMs + AROUND_SPEECH_MS) };
    return segment.redactions.map(({ kind }) => ({ kind, span }));
  }
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
