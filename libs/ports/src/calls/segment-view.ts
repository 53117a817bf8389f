import type { CallId, Channel, SegmentId, SentimentLabel, Word } from '@earshot/contracts';

/** A stored or shown segment. Times are milliseconds on the call clock. */
export interface SegmentView {
  readonly callId: CallId;
  readonly id: SegmentId;
  readonly revision: number;
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly words: readonly Word[];
  readonly isPartial: boolean;
  readonly engine: string;
  readonly sentiment: SentimentLabel | null;
  /** -5 to +5. */
  readonly sentimentScore: number | null;
  readonly recognizedAtMs: number;
}

export interface CategoryMatchView {
  readonly category: string;
  readonly isAlert: boolean;
  readonly segmentId: SegmentId;
  readonly channel: Channel;
  readonly atMs: number;
}
