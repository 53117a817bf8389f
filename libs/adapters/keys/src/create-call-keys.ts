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
/** While a key service is away, its failure counts this long for a call: otherwise the calls of a batch would wait for it one after the other. */
const KEEP_REFUSAL_FOR_MS = 5_000;

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

  const keepWhile = (callId: CallId, load: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const known = kept.get(callId);
    if (known !== undefined && clock.nowMs() < known.untilMs) return known.key;
    const entry: KeptKey = { key: load(), untilMs: clock.nowMs() + KEEP_FOR_MS };
    kept.set(callId, entry);
    entry.key.catch((error: unknown) => {
      if (kept.get(callId) !== entry) return;
      if (isOfKeyService(error)) kept.set(callId, { ...entry, untilMs: clock.nowMs() + KEEP_REFUSAL_FOR_MS });
      // The database may be back at the next attempt.
      else kept.delete(callId);
    });
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
      const missing: CallId[] = [];
      const findMissing = async (): Promise<ReadonlyMap<CallId, StoredCallKey>> =>
        missing.length === 0 ? new Map() : store.findAll(missing);
      const reading = Promise.resolve().then(findMissing);
      // All keys are asked for before the store is: one that leaves the memory meanwhile would be found nowhere.
      const asked = callIds.map((callId) => {
        const key = keepWhile(callId, () => {
          missing.push(callId);
          return readKey(
            callId,
            reading.then((stored) => stored.get(callId) ?? null),
          );
        });
        return [callId, key] as const;
      });
      await reading;
      const found = asked.map(async ([callId, key]) => [callId, await key.catch(failureOf)] as const);
      return new Map(await Promise.all(found));
    },
    async destroyKey(callId) {
      await store.destroy(callId);
      kept.delete(callId);
    },
  };
}

const isOfKeyService = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'KEY_SERVICE_UNAVAILABLE';

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** What a wrapped key is bound to, so that it does not open as the key of another call. */
export const describeCallKey = (callId: CallId): string[] => ['call key', callId];
