/**
 * Decides which process reads a call whose events may come to any process. A claim holds for a while and is renewed; only the clock
 * of the store counts. Rejects with retryable `STORE_UNAVAILABLE`.
 */
export interface CallClaims {
  /**
   * Claims the call for this owner, unless another one holds it. Resolves with whether the owner has it now. `platformCallId`: the id
   * by which the platform knows the call.
   */
  claim(platformCallId: string, owner: string, durationMs: number): Promise<boolean>;
  /** Holds everything that the owner has for another `durationMs`. */
  renew(owner: string, durationMs: number): Promise<void>;
  /** The owner no longer needs the call. Has no effect on the claim of another one. */
  release(platformCallId: string, owner: string): Promise<void>;
}
