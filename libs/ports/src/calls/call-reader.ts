import type { CallId, Channel, ChannelMetrics, SegmentId, Word } from '@earshot/contracts';
import type { CallStatus, LedgerView } from '@earshot/domain';

export interface ProblemView {
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  readonly atMs: number;
}

export interface CallMetricsView {
  readonly silenceMs: number;
  readonly overlapMs: number;
  readonly channels: readonly ChannelMetrics[];
}

/** A call as everybody sees it. Wall-clock times are milliseconds since the epoch. */
export interface CallView {
  readonly id: CallId;
  /** Grows with each change of the call. */
  readonly version: number;
  /** `LIVE` until the call is over and its transcript, recording and ledger are complete. */
  readonly status: CallStatus;
  readonly source: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly updatedAtMs: number;
  readonly durationMs: number;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  readonly agentId: string | null;
  readonly engine: string | null;
  readonly engineReason: string | null;
  readonly metrics: CallMetricsView | null;
  /** Names of the categories matched so far, in the order of their first match. */
  readonly categories: readonly string[];
  readonly alertCount: number;
  readonly ledger: readonly LedgerView[];
  readonly problems: readonly ProblemView[];
  readonly hasRecording: boolean;
}

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
  readonly sentiment: 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' | 'MIXED' | null;
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

export type CallSortField = 'STARTED_AT' | 'DURATION' | 'AGENT' | 'STATUS' | 'CUSTOMER_SENTIMENT' | 'ALERTS';

export interface CallQuery {
  /** 1 to 100. */
  readonly first: number;
  /** Opaque cursor of an earlier page with the same filter and sort. */
  readonly after?: string;
  readonly filter: {
    readonly status?: readonly CallStatus[];
    /** Exact. */
    readonly agentId?: string;
    /** Part of the call id, agent, or either number; case does not matter. */
    readonly text?: string;
    readonly category?: string;
    readonly hasAlert?: boolean;
    readonly startedFromMs?: number;
    readonly startedToMs?: number;
  };
  readonly sort: { readonly field: CallSortField; readonly direction: 'ASC' | 'DESC' };
}

export interface Page<T> {
  readonly items: readonly { readonly cursor: string; readonly item: T }[];
  readonly hasNextPage: boolean;
}

/** Reads for who shows calls. Rejects with `Failure` `BAD_CURSOR` for a cursor that is not one. */
export interface CallReader {
  calls(query: CallQuery): Promise<Page<CallView>>;
  /** In the order asked for, null where there is none. One round trip. */
  callsById(ids: readonly CallId[]): Promise<readonly (CallView | null)[]>;
  /** Stored finals in the order of their start. */
  segments(callId: CallId, page: { first: number; after?: string }): Promise<Page<SegmentView>>;
  segmentsById(ids: readonly { callId: CallId; id: SegmentId }[]): Promise<readonly (SegmentView | null)[]>;
  categoryMatches(callId: CallId): Promise<readonly CategoryMatchView[]>;
}
