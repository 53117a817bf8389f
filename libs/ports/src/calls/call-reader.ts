import type { CallId, ParticipantId, ParticipantRole, SegmentId } from '@earshot/contracts';
import type { CallConditions, RowScope, TrackAudio } from '@earshot/domain';
import type { CallView } from './call-view.js';
import type { CallPlacement, EVERY_ROW, ReadScope } from './read-scope.js';
import type { CategoryMatchView, SegmentView } from './segment-view.js';

export type CallSortField = 'STARTED_AT' | 'DURATION' | 'AGENT' | 'STATUS' | 'CUSTOMER_SENTIMENT' | 'ALERTS';

/** The conditions of a list, and what a search needs to find sealed numbers. */
export interface CallSearch {
  readonly filter: CallConditions;
  /** The digests of the numbers that `filter.text` may be. A call whose sealed number has one of them also meets that condition. */
  readonly numberDigests?: readonly string[];
}

export interface CallQuery extends CallSearch {
  /** 1 to 100. */
  readonly first: number;
  /** Opaque cursor of an earlier page with the same scope, filter and sort. */
  readonly after?: string;
  readonly sort: { readonly field: CallSortField; readonly direction: 'ASC' | 'DESC' };
}

/** A query for agents of calls that meet the conditions. */
export interface AgentQuery extends CallSearch {
  /** Beginning of the agent's id or of a word in it, without regard to case and accents. */
  readonly prefix: string;
  /** 1 to 50. */
  readonly first: number;
}

export interface Page<T> {
  readonly items: readonly { readonly cursor: string; readonly item: T }[];
  readonly hasNextPage: boolean;
}

/** A participant is heard on the track from `fromMs` on; null: nobody is. */
export interface TrackAssignmentView {
  readonly track: number;
  readonly participantId: ParticipantId | null;
  /** The role that the participant had from then on. Null if nobody is on the track, and for calls of earlier versions. */
  readonly role: ParticipantRole | null;
  /** On the call clock. */
  readonly fromMs: number;
}

/** What decides which parts of a call's recording may be heard. */
export interface RecordingAccount {
  /** The call is over, and everything about its audio that was expected is known. */
  readonly isOver: boolean;
  /** Wall clock of the last change of the call. */
  readonly updatedAtMs: number;
  /** The tracks that have an account so far. */
  readonly tracks: readonly TrackAudio[];
}

/**
 * Reads stored calls. Each read gives only rows of calls within its scope, and answers for another call as for one that does
 * not exist. Rejects with `Failure` `BAD_CURSOR` for a cursor that is invalid or comes from another scope, and with
 * retryable `STORE_UNAVAILABLE`.
 */
export interface CallReader {
  calls(scope: RowScope, query: CallQuery): Promise<Page<CallView>>;
  /** The ids of agents, in the order of their folded text. */
  agents(scope: RowScope, query: AgentQuery): Promise<readonly string[]>;
  /** In the order of `ids`, null for an unknown call. Takes one round trip. */
  callsById(scope: ReadScope, ids: readonly CallId[]): Promise<readonly (CallView | null)[]>;
  /** In the order of `ids`, null for a call whose start is not stored. For checks of deliveries, so it has no other scope. */
  placementsById(scope: typeof EVERY_ROW, ids: readonly CallId[]): Promise<readonly (CallPlacement | null)[]>;
  /** Stored finals in the order of their start. */
  segments(scope: ReadScope, callId: CallId, page: { first: number; after?: string }): Promise<Page<SegmentView>>;
  /** In the order of `ids`, null for an unknown segment. */
  segmentsById(
    scope: ReadScope,
    ids: readonly { callId: CallId; id: SegmentId }[],
  ): Promise<readonly (SegmentView | null)[]>;
  categoryMatches(scope: ReadScope, callId: CallId): Promise<readonly CategoryMatchView[]>;
  /** Every assignment of the call's tracks, in the order of time. */
  trackAssignments(scope: RowScope, callId: CallId): Promise<readonly TrackAssignmentView[]>;
  /** Null for an unknown call. */
  recordingAccount(scope: RowScope, callId: CallId): Promise<RecordingAccount | null>;
}
