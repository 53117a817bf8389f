import type { CallId, ChannelMetrics } from '@earshot/contracts';
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

/** A call as readers see it. Wall-clock times are milliseconds since the epoch. */
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
  /** Names of the categories that matched so far, in the order of their first match. */
  readonly categories: readonly string[];
  readonly alertCount: number;
  readonly ledger: readonly LedgerView[];
  readonly problems: readonly ProblemView[];
  readonly hasRecording: boolean;
}
