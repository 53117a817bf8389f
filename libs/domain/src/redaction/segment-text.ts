import type { EventData, RedactionKind } from '@earshot/contracts';

export type RawSegment = EventData<'transcript.segment'>;
export type Redaction = EventData<'segment.enriched'>['redactions'][number];
export type RedactedSegment = RawSegment & { readonly redactions: Redaction[] };

/** A span of a text, in UTF-16 units. */
export interface CharSpan {
  readonly start: number;
  readonly end: number;
}

/** A part of the raw text that must not be shown. */
export interface HiddenSpan extends CharSpan {
  readonly kind: RedactionKind;
  /** End of the span before, when only pauses and fillers are between: both get one placeholder. */
  readonly continuesFrom: number | null;
}

/** A raw text and what is hidden in it. It is kept while its digits may turn out to begin a longer number. */
export interface SegmentText {
  readonly text: string;
  readonly segment: RawSegment;
  /** Hidden spans by their start. */
  readonly hidden: Map<number, HiddenSpan>;
  /** The revision that was published last. */
  revision: number;
}

export const segmentTextOf = (segment: RawSegment): SegmentText => ({
  text: segment.text,
  segment,
  hidden: new Map(),
  revision: segment.revision,
});
