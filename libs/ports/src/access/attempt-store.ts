import type { FailedAttempts } from '@earshot/domain';

/** Counts failed sign-ins for all processes. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface AttemptStore {
  /**
   * Changes the attempts of these keys in one step: nobody else changes them meanwhile. `change` gets and returns them in
   * the order of the keys. A key is a hash, because people sometimes type a password as their name.
   */
  change(
    keys: readonly string[],
    change: (attempts: readonly FailedAttempts[]) => readonly FailedAttempts[],
  ): Promise<void>;
  /** Removes the attempts of these keys. */
  remove(keys: readonly string[]): Promise<void>;
  /** Removes attempts whose last failure was before `beforeMs`. */
  forget(beforeMs: number): Promise<void>;
}
