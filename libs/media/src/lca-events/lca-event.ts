import type { CallId, EventData, ParticipantId, ParticipantRole, SegmentId } from '@earshot/contracts';
import type { LcaEventErrorCode } from './lca-event-errors.js';

type SegmentData = EventData<'transcript.segment'>;

/** Who speaks. LCA names no tracks: each role has one of its own. */
export interface LcaSpeaker {
  readonly track: number;
  readonly participantId: ParticipantId;
  readonly role: ParticipantRole;
}

/** Words of a participant. Times are milliseconds after the start of the call. */
export interface LcaSegment extends LcaSpeaker {
  readonly segmentId: SegmentId;
  /** True as well for a final without words: it withdraws its partials. */
  readonly isPartial: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly language?: string;
  readonly sentiment?: NonNullable<SegmentData['sentiment']>;
  /** -5 to 5. Missing for MIXED. */
  readonly sentimentScore?: number;
  readonly issues?: NonNullable<SegmentData['issues']>;
}

/** What a source says about a call beside its words. */
export interface LcaFacts {
  readonly customerNumber?: string;
  readonly systemNumber?: string;
  readonly agentId?: string;
  /** In the order in which the record says them. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What a record says. `atMs`: the time in the record, milliseconds since the Unix epoch, if it has one. */
export type LcaEvent =
  | ({ readonly kind: 'started'; readonly atMs?: number } & LcaFacts)
  | ({ readonly kind: 'ended'; readonly hasFailed: boolean; readonly atMs?: number } & LcaFacts)
  | ({ readonly kind: 'facts-changed'; readonly atMs?: number } & LcaFacts)
  | { readonly kind: 'agent-changed'; readonly agentId: string; readonly atMs?: number }
  | { readonly kind: 'segment'; readonly segment: LcaSegment }
  /** A piece of an utterance of Contact Lens, whose text continues the pieces before it. */
  | { readonly kind: 'piece'; readonly pieceId: string; readonly segment: LcaSegment }
  | LcaCategoryMatch
  | { readonly kind: 'assist'; readonly text: string; readonly isPartial: boolean }
  | { readonly kind: 'summary'; readonly text: string }
  | { readonly kind: 'recording-url'; readonly url: string }
  | { readonly kind: 'pca-url'; readonly url: string }
  | { readonly kind: 'voice-tone'; readonly role: ParticipantRole };

/** A category matched. Without a span it matched the call as a whole. */
export interface LcaCategoryMatch {
  readonly kind: 'category-matched';
  readonly category: string;
  readonly span: { readonly startMs: number; readonly endMs: number } | null;
}

/** One record, read. */
export interface LcaRecord {
  readonly callId: CallId;
  readonly events: readonly LcaEvent[];
  /** Parts that are wrong. The rest of the record is in `events`. */
  readonly refused: readonly LcaEventErrorCode[];
  /** Names of fields that say something that Earshot does not keep. A name may come more than once. */
  readonly unkept: readonly string[];
}
