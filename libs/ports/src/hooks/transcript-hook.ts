import type { CallId, EventData, SegmentId } from '@earshot/contracts';

/** A segment as a customer's program sees it. */
export interface HookedSegment extends Pick<
  EventData<'transcript.segment'>,
  'role' | 'track' | 'startMs' | 'endMs' | 'isPartial'
> {
  readonly callId: CallId;
  readonly segmentId: SegmentId;
  readonly text: string;
}

/** `text` is what people read. `originalText` is what sentiment and assistance read; absent: the text that was sent. */
export interface HookedText {
  readonly text: string;
  readonly originalText?: string;
}

/** Lets a customer's program change the text of segments before they are stored. */
export interface TranscriptHook {
  readonly sendsPartials: boolean;
  /** Sends what was said as it was said, with private details. */
  readonly sendsUnredacted: boolean;
  /**
   * Resolves with null when the program gave no usable answer within its limits. What it did not answer may be shown only if
   * `isOptional`. Never rejects. It may be asked twice about one segment, after a crash.
   */
  rewriteSegment(segment: HookedSegment): Promise<HookedText | null>;
  /** Whether a segment that the program did not see may be shown. Finals always are, with a problem on the call. */
  readonly isOptional: boolean;
}
