import { randomBytes } from 'node:crypto';
import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import {
  Failure,
  type CallKeys,
  type CallKeyStore,
  type Clock,
  type MasterKey,
  type StoredCallKey,
  type WrappedKey,
} from '@earshot/ports';
import { KEY_BYTES } from './local-master-key.js';

export interface CallKeysOptions {
  readonly masterKey: MasterKey;
  readonly store: CallKeyStore;
  readonly clock: Clock;
  /** The key that the messages of a call carry. The call gets it, unless it has another one. */
  readonly findCarriedKey?: ((callId: CallId) => WrappedKey | undefined) | undefined;
  /** Most keys in memory; 10,000 by default, which is about 2 MB. */
  readonly maxKept?: number;
}

const MAX_KEPT = 10_000;
/** Another process may destroy a key: this one goes on with it for at most this long. */
const KEEP_FOR_MS = 60_000;

interface KeptKey {
  readonly key: Promise<Uint8Array>;
  readonly untilMs: number;
}

/** Makes the key of each call, wraps it with the master key and stores it before anybody seals with it. Keeps keys in memory for a minute. */
export function createCallKeys({
  masterKey,
  store,
  clock,
  findCarriedKey,
  maxKept = MAX_KEPT,
}: CallKeysOptions): CallKeys {
  const kept = new BoundedMap<CallId, KeptKey>(maxKept);

  const isKept = (callId: CallId): boolean => clock.nowMs() < (kept.get(callId)?.untilMs ?? 0);
  const keepWhile = (callId: CallId, load: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const known = kept.get(callId);
    if (known !== undefined && isKept(callId)) return known.key;
    const entry: KeptKey = { key: load(), untilMs: clock.nowMs() + KEEP_FOR_MS };
    kept.set(callId, entry);
    // A failure is not kept: the database may be back at the next attempt.
    entry.key.catch(() => kept.get(callId) === entry && kept.delete(callId));
    return entry.key;
  };
  const unwrap = (callId: CallId, stored: StoredCallKey): Promise<Uint8Array> => {
    if (stored === 'DESTROYED') throw new Failure('CALL_KEY_DESTROYED', 'The key of this call was destroyed.');
    return masterKey.unwrap(stored, describeCallKey(callId));
  };
  const makeKey = async (callId: CallId): Promise<Uint8Array> => {
    const stored = await store.find(callId);
    if (stored !== null) return unwrap(callId, stored);
    const proposed =
      findCarriedKey?.(callId) ?? (await masterKey.wrap(randomBytes(KEY_BYTES), describeCallKey(callId)));
    return unwrap(callId, await store.keepFirst(callId, proposed));
  };
  const readKey = async (callId: CallId, finding: Promise<StoredCallKey | null>): Promise<Uint8Array> => {
    const stored = await finding;
    if (stored !== null) return unwrap(callId, stored);
    throw new Failure('SEALED_KEY_UNKNOWN', 'The call has no key, so what it sealed cannot be read.');
  };

  return {
    obtainKey: (callId) => keepWhile(callId, () => makeKey(callId)),
    findKey: (callId) => keepWhile(callId, () => readKey(callId, store.find(callId))),
    async findKeys(callIds) {
      const missing = callIds.filter((callId) => !isKept(callId));
      const stored = missing.length === 0 ? new Map<CallId, StoredCallKey>() : await store.findAll(missing);
      const found = callIds.map(async (callId): Promise<[CallId, Uint8Array | Failure]> => {
        const key = keepWhile(callId, () => readKey(callId, Promise.resolve(stored.get(callId) ?? null)));
        return [callId, await key.catch(failureOf)];
      });
      return new Map(await Promise.all(found));
    },
    async destroyKey(callId) {
      await store.destroy(callId);
      kept.delete(callId);
    },
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** What a wrapped key is bound to, so that it does not open as the key of another call. */
export const describeCallKey = (callId: CallId): string[] => ['call key', callId];
