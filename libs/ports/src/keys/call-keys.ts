import type { CallId } from '@earshot/contracts';
import type { Failure } from '../platform/failure.js';
import type { WrappedKey } from './master-key.js';

/**
 * The data keys of calls: one AES-256 key of 32 bytes for each call. What they seal cannot be read any more when the key is
 * destroyed, wherever a copy lies.
 *
 * All methods reject with `Failure`: `CALL_KEY_DESTROYED`; `SEALED_KEY_UNKNOWN` if the call has no key or the version of the
 * master key is missing; `SEALED_DAMAGED`; or retryable `STORE_UNAVAILABLE`.
 */
export interface CallKeys {
  /** The key of a call that seals something. The first caller of all processes makes it. */
  obtainKey(callId: CallId): Promise<Uint8Array>;
  /** The key of a call whose sealed bytes are read. Makes none. */
  findKey(callId: CallId): Promise<Uint8Array>;
  /** The keys of many calls with one read of the store. A call whose key cannot be had gets the failure of `findKey`. */
  findKeys(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, Uint8Array | Failure>>;
  /** Destroys the key for good: the call gets no other one. Idempotent, also for a call without a key. */
  destroyKey(callId: CallId): Promise<void>;
}

/** The wrapped key of a call, or that it was destroyed. */
export type StoredCallKey = WrappedKey | 'DESTROYED';

/** Keeps the wrapped keys of calls. Rejects as `CallStore` does. */
export interface CallKeyStore {
  /** Stores the key unless the call has one. Returns what is stored, so that all processes use one key. */
  keepFirst(callId: CallId, proposed: WrappedKey): Promise<StoredCallKey>;
  find(callId: CallId): Promise<StoredCallKey | null>;
  /** The keys that are stored of these calls. Takes one round trip. */
  findAll(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, StoredCallKey>>;
  /** Removes the key and remembers that it is gone. */
  destroy(callId: CallId): Promise<void>;
}
