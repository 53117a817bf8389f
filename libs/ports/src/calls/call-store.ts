import type { CallId, EventData } from '@earshot/contracts';
import type { CallStatus } from '@earshot/domain';
import type { NotificationTarget } from '../notifications/notification.js';
import type { CallWrite, StreamProgress } from './call-write.js';

/** A row after a commit. Its version did not grow when the row already held every fact. */
export type RowChange = EventData<'row.changed'> & { readonly callId: CallId };

/** A call that became complete. */
export interface CompletedCall {
  readonly callId: CallId;
  readonly status: CallStatus;
  /** Audio that no stage had accounted for. It is now a declared gap. */
  readonly undeclaredGapMs: number;
  /** Whether received = transcribed + gaps on every track. */
  readonly addsUp: boolean;
}

export interface OpenCall {
  readonly callId: CallId;
  readonly status: CallStatus;
  /** No more audio of the call will be recorded. */
  readonly audioDone: boolean;
  readonly progress: StreamProgress | null;
}

/** What a batch of writes changed. */
export interface AppliedWrites {
  readonly changes: readonly RowChange[];
  readonly completed: readonly CompletedCall[];
  /** Finals that were refused: stored finals of another stint cover their span on the track. */
  readonly doubledFinals: number;
  /** Facts of erased calls, which were not stored. */
  readonly droppedFacts: number;
}

/** Stores calls. Rejects with retryable `STORE_UNAVAILABLE`, or with `STORE_REFUSED` for a batch that it can never store. */
export interface CallStore {
  /**
   * Stores all writes or none, in one transaction, and with them what `targets` are told of. `nowMs`: the wall clock at which
   * the facts reached this service.
   */
  apply(writes: readonly CallWrite[], nowMs: number, targets?: readonly NotificationTarget[]): Promise<AppliedWrites>;
  /** An erased call counts as one that is over. */
  find(callId: CallId): Promise<OpenCall | null>;
  /** `LIVE` calls in the order of their id, beginning after `after`. */
  liveCalls(page: { first: number; after?: CallId }): Promise<readonly OpenCall[]>;
  /**
   * At most 500 `LIVE` calls for which nothing more is expected. Either the call ended before `endedBeforeMs` and its audio
   * has not grown since, or its end is unknown and its audio has not grown since `silentSinceMs`. A call of words alone has its
   * own limit: it had no news for `longestQuietMs` at `quietAtMs`.
   */
  findAbandonedCalls(limits: {
    endedBeforeMs: number;
    silentSinceMs: number;
    quietAtMs?: number;
  }): Promise<readonly { callId: CallId; ended: boolean; longestQuietMs: number | null }[]>;
}

/** A store that needs more than the database for some facts, such as the keys of their calls. */
export interface FactPreparer {
  /** Resolves when `apply` has what it needs for these facts, so that no other fact waits for it. Rejects as `CallKeys.obtainKey` does. */
  prepareFacts(writes: readonly CallWrite[]): Promise<void>;
}

export const canPrepareFacts = (store: CallStore): store is CallStore & FactPreparer => 'prepareFacts' in store;
