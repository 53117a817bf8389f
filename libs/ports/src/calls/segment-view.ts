import type {
  CallId,
  EventData,
  ParticipantId,
  ParticipantRole,
  SegmentId,
  SentimentLabel,
  Word,
} from '@earshot/contracts';

/** The speaker of a segment or of matched words. */
export interface SpeakerView {
  readonly track: number;
  readonly participantId: ParticipantId;
  /** The role that the participant had at that moment. */
  readonly role: ParticipantRole;
}

/** What the call is about, as the speech engine heard it: a span of the text of a segment. */
export type IssueView = NonNullable<EventData<'segment.enriched'>['issues']>[number];

/** A stored or shown segment. Times are milliseconds on the call clock. */
export interface SegmentView extends SpeakerView {
  readonly callId: CallId;
  readonly id: SegmentId;
  readonly revision: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly words: readonly Word[];
  /** The engine gives no word times, so those of `words` are estimates. */
  readonly areWordTimesEstimated: boolean;
  readonly isPartial: boolean;
  readonly engine: string;
  readonly sentiment: SentimentLabel | null;
  /** -5 to +5. Null when `sentiment` is null, and when the engine gave only the label. */
  readonly sentimentScore: number | null;
  /** Null when `sentiment` is null, and for finals of versions before 0.2. */
  readonly sentimentEngine: string | null;
  /** Empty for a partial, and for finals of versions before 0.2. */
  readonly issues: readonly IssueView[];
  readonly recognizedAtMs: number;
}

export interface CategoryMatchView extends SpeakerView {
  readonly category: string;
  readonly isAlert: boolean;
  readonly segmentId: SegmentId;
  readonly atMs: number;
}
