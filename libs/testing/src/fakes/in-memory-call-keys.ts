import type { CallId } from '@earshot/contracts';
import { Failure, type CallKeys, type CallKeyStore, type StoredCallKey, type WrappedKey } from '@earshot/ports';
import { randomBytes } from 'node:crypto';

/** The stored keys of calls, in memory that several processes share. */
export class InMemoryCallKeyStore implements CallKeyStore {
  readonly rows = new Map<CallId, StoredCallKey>();

  async keepFirst(callId: CallId, proposed: WrappedKey): Promise<StoredCallKey> {
    const stored = this.rows.get(callId) ?? proposed;
    this.rows.set(callId, stored);
    return stored;
  }

  async find(callId: CallId): Promise<StoredCallKey | null> {
    return this.rows.get(callId) ?? null;
  }

  async findAll(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, StoredCallKey>> {
    return new Map([...this.rows].filter(([callId]) => callIds.includes(callId)));
  }

  async destroy(callId: CallId): Promise<void> {
    this.rows.set(callId, 'DESTROYED');
  }
}

/** Keys of calls without a master key, for tests whose subject is what the keys seal. */
export class InMemoryCallKeys implements CallKeys {
  private readonly keys = new Map<CallId, Uint8Array | 'DESTROYED'>();

  async obtainKey(callId: CallId): Promise<Uint8Array> {
    if (!this.keys.has(callId)) this.keys.set(callId, randomBytes(32));
    return this.findKey(callId);
  }

  async findKey(callId: CallId): Promise<Uint8Array> {
    const key = this.keys.get(callId);
    if (key === undefined) throw new Failure('SEALED_KEY_UNKNOWN', 'The call has no key.');
    if (key === 'DESTROYED') throw new Failure('CALL_KEY_DESTROYED', 'The key of this call was destroyed.');
    return key;
  }

  async findKeys(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, Uint8Array | Failure>> {
    const found = callIds.map(async (callId) => [callId, await this.findKey(callId).catch((error: Failure) => error)]);
    return new Map((await Promise.all(found)) as [CallId, Uint8Array | Failure][]);
  }

  async destroyKey(callId: CallId): Promise<void> {
    this.keys.set(callId, 'DESTROYED');
  }
}
