import type { CallId, EventData } from '@earshot/contracts';
import type { CallStatus } from '@earshot/domain';
import type { CallWrite, StreamProgress } from './call-write.js';

/** A row as it is after a commit; the same version again when a fact was known already. */
export type RowChange = EventData<'row.changed'> & { readonly callId: CallId };

/** A call that became complete. `undeclaredGapMs`: audio that no stage had accounted for; it is now a declared gap. */
export interface CompletedCall {
  readonly callId: CallId;
  readonly status: CallStatus;
  readonly undeclaredGapMs: number;
  readonly addsUp: boolean;
}

/** `audioDone`: no more audio of it will be recorded. */
export type OpenCall = {
  readonly callId: CallId;
  readonly status: CallStatus;
  readonly audioDone: boolean;
  readonly progress: StreamProgress | null;
};

/** Where calls are kept. Rejects with retryable `STORE_UNAVAILABLE`, or `STORE_REFUSED` for a batch it can never take. */
export interface CallStore {
  /** All of it or nothing, in one transaction. `nowMs`: when these facts were heard here. */
  apply(
    writes: readonly CallWrite[],
    nowMs: number,
  ): Promise<{ changes: readonly RowChange[]; completed: readonly CompletedCall[] }>;
  find(callId: CallId): Promise<OpenCall | null>;
  /** `LIVE` calls in the order of their id, after one of them. */
  liveCalls(page: { first: number; after?: CallId }): Promise<readonly OpenCall[]>;
  /**
   * At most 500 `LIVE` calls that nothing more is expected for. Either the call ended before `endedBeforeMs` and its audio
   * has not grown since, or its end is unknown and its audio has not grown since `silentSinceMs`.
   */
  findAbandonedCalls(limits: {
    endedBeforeMs: number;
    silentSinceMs: number;
  }): Promise<readonly { callId: CallId; ended: boolean }[]>;
}
