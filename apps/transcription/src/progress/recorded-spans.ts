import { SpanSet } from '@earshot/domain';
import type { RecordedSpan } from '@earshot/ports';

/** Adds a span. Spans of one track that touch or overlap become one. */
export function addRecordedSpan(spans: readonly RecordedSpan[], added: RecordedSpan): readonly RecordedSpan[] {
  const others = spans.filter(({ track }) => track !== added.track);
  const ofTrack = spanSetOf([...spans, added], added.track);
  return [...others, ...ofTrack.spans.map(({ from, to }) => ({ track: added.track, fromSample: from, toSample: to }))];
}

/** The parts of a span that are not in `done`, in order. */
export function subtractRecordedSpans(span: RecordedSpan, done: readonly RecordedSpan[]): readonly RecordedSpan[] {
  const { track, fromSample, toSample } = span;
  const open = new SpanSet([{ from: fromSample, to: toSample }]).minus(spanSetOf(done, track));
  return open.spans.map(({ from, to }) => ({ track, fromSample: from, toSample: to }));
}

const spanSetOf = (spans: readonly RecordedSpan[], track: number): SpanSet =>
  new SpanSet(
    spans
      .filter((span) => span.track === track)
      .map(({ fromSample, toSample }) => ({ from: fromSample, to: toSample })),
  );
