import type { CallId, Result } from '@earshot/contracts';
import type { RowScope } from '@earshot/domain';
import type { KeepingOrder } from './call-erasures.js';

/** Decides for single calls how long they are kept. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface CallKeeping {
  /** A call that is held already keeps its first hold. */
  setHold(scope: RowScope, callId: CallId, order: KeepingOrder): Promise<Result<void, 'CALL_NOT_FOUND'>>;
  /** Idempotent. */
  releaseHold(scope: RowScope, callId: CallId): Promise<Result<void, 'CALL_NOT_FOUND'>>;
  /** Keeps the call until this time, whatever the policies say. Null: the policies decide again. */
  setRetention(scope: RowScope, callId: CallId, retainUntilMs: number | null): Promise<Result<void, 'CALL_NOT_FOUND'>>;
}
