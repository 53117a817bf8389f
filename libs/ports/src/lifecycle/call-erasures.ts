import type { CallId, Result } from '@earshot/contracts';
import type { RowScope } from '@earshot/domain';
import type { Page } from '../calls/call-reader.js';

/** Who changes what is kept, when, and why. */
export interface KeepingOrder {
  /** Lasting key of the principal. */
  readonly principal: string;
  /** The name that people read. */
  readonly subject: string;
  readonly reason: string;
  readonly atMs: number;
}

/** What was removed of a call. */
export interface RemovedData {
  /** Removed rows by table. Tables without any are missing. */
  readonly rows: Readonly<Record<string, number>>;
  /** Files or objects of its recording. */
  readonly files: number;
  readonly fileBytes: number;
}

/** The proof that a call was erased. It holds nothing of the call but its id. */
export interface ErasureProof extends RemovedData {
  readonly callId: CallId;
  /** `RETENTION`: a policy ended the time for which the call is kept. */
  readonly cause: 'REQUEST' | 'RETENTION';
  readonly reason: string;
  readonly principal: string;
  readonly subject: string;
  readonly requestedAtMs: number;
  /** When its key, its rows and its recording were gone. Null until then. */
  readonly removedAtMs: number | null;
  /** When a second look, minutes later, had removed what was still on its way. Null until then. */
  readonly confirmedAtMs: number | null;
  /** SHA-256 of the fields above, in hexadecimal. Null until it is confirmed. */
  readonly hash: string | null;
}

/** `CALL_HELD`: a legal hold keeps the call. */
export type EraseRefusal = 'CALL_NOT_FOUND' | 'CALL_HELD';

/** Asks for calls to be erased, and shows the proofs. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface CallErasures {
  /**
   * From now on the call answers like an unknown one, and nothing more of it is stored. Persistence removes it soon. Idempotent for
   * whoever reaches the call; afterwards the call is not found.
   */
  requestErasure(scope: RowScope, callId: CallId, order: KeepingOrder): Promise<Result<ErasureProof, EraseRefusal>>;
  /** The proofs of a tenant, the newest first. Rejects with `BAD_CURSOR`. */
  listErasures(
    tenant: string,
    page: { readonly first: number; readonly after?: string | undefined },
  ): Promise<Page<ErasureProof>>;
}

/** A call that this process erases now. */
export interface ErasureTask {
  readonly callId: CallId;
  readonly isFirstLook: boolean;
  /** Confirms the erasure. One look is enough for a call whose time is over: nobody has written anything of it for long. */
  readonly isLastLook: boolean;
}

/** Where an erased call belonged, for those who still show it. */
export interface ErasedPlacement {
  readonly tenant: string;
  readonly agentId: string | null;
  readonly queue: string | null;
  readonly rowVersion: number;
}

/** Erases calls in steps. Each step may be repeated, so another process goes on after a crash. Rejects as `CallErasures` does. */
export interface ErasureQueue {
  /** Takes erasures for `leaseMs`. Several processes may do it at once. `secondLookMs`: how long after the first removal. */
  takeErasures(limits: {
    readonly first: number;
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly secondLookMs: number;
  }): Promise<readonly ErasureTask[]>;
  /** Destroys the key of the call and removes its rows, in one transaction. */
  removeRows(callId: CallId): Promise<ErasedPlacement>;
  /** Its recording is removed too. The last look confirms the erasure. */
  finishStep(
    task: ErasureTask,
    removed: { readonly files: number; readonly fileBytes: number },
    nowMs: number,
  ): Promise<void>;
}
