import { randomBytes } from 'node:crypto';
import { callIdSchema, type CallId } from '@earshot/contracts';
import { Failure, type MasterKey } from '@earshot/ports';
import { InMemoryCallKeyStore, ManualClock } from '@earshot/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCallKeys } from './create-call-keys.js';
import { LocalMasterKey } from './local-master-key.js';

const [first, second] = [randomBytes(32), randomBytes(32)];
const [one, other] = [callIdSchema.parse('call-1'), callIdSchema.parse('call-2')];

describe('createCallKeys', () => {
  let store: InMemoryCallKeyStore;
  let clock: ManualClock;
  const process = (...keys: [Uint8Array, ...Uint8Array[]]) =>
    createCallKeys({ masterKey: new LocalMasterKey(keys), store, clock, maxKept: 2 });

  beforeEach(() => {
    store = new InMemoryCallKeyStore();
    clock = new ManualClock();
  });

  it('gives all processes one key of 32 bytes for each call, also when they ask at once', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => process(first).obtainKey(one)));
    expect(keys[0]).toHaveLength(32);
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await process(first).findKey(one)).toEqual(keys[0]);
    expect(await process(first).obtainKey(other)).not.toEqual(keys[0]);
  });

  it('stores the key wrapped, bound to its call', async () => {
    const key = await process(first).obtainKey(one);
    const stored = store.rows.get(one);
    if (stored === undefined || stored === 'DESTROYED') throw new Error('no key');
    expect(Buffer.from(stored.wrapped).includes(Buffer.from(key))).toBe(false);
    store.rows.set(other, stored);
    await expect(process(first).findKey(other)).rejects.toMatchObject({ code: 'SEALED_DAMAGED' });
  });

  it('finds keys of an earlier version of the master key and makes new ones with the newest', async () => {
    const key = await process(first).obtainKey(one);
    const rotated = process(first, second);
    expect(await rotated.findKey(one)).toEqual(key);
    await rotated.obtainKey(other);
    expect(store.rows.get(other)).toMatchObject({ keyVersion: new LocalMasterKey([second]).newestVersion });
    await expect(process(second).findKey(one)).rejects.toMatchObject({ code: 'SEALED_KEY_UNKNOWN' });
  });

  it('makes no key for a reader', async () => {
    await expect(process(first).findKey(one)).rejects.toMatchObject({ code: 'SEALED_KEY_UNKNOWN', retryable: false });
    expect(store.rows.size).toBe(0);
  });

  it('never returns or replaces a destroyed key; another process notices within a minute', async () => {
    const [destroying, beside] = [process(first), process(first)];
    await destroying.obtainKey(one);
    await beside.findKey(one);
    await destroying.destroyKey(one);
    await destroying.destroyKey(one);
    await expect(destroying.obtainKey(one)).rejects.toMatchObject({ code: 'CALL_KEY_DESTROYED', retryable: false });
    await clock.advance(60_000);
    await expect(beside.findKey(one)).rejects.toMatchObject({ code: 'CALL_KEY_DESTROYED' });
    await expect(beside.obtainKey(one)).rejects.toMatchObject({ code: 'CALL_KEY_DESTROYED' });
  });

  it('finds the keys of many calls, and for each call without one the reason', async () => {
    const [kept, gone, foreign, unknown] = ['kept', 'gone', 'foreign', 'unknown'].map((id) => callIdSchema.parse(id));
    const keys = process(first);
    const key = await keys.obtainKey(kept);
    await keys.destroyKey(gone);
    await process(second).obtainKey(foreign);
    for (const asking of [keys, process(first)]) {
      const found = await asking.findKeys([kept, gone, foreign, unknown]);
      expect([...found]).toEqual([
        [kept, key],
        [gone, expect.objectContaining({ code: 'CALL_KEY_DESTROYED' })],
        [foreign, expect.objectContaining({ code: 'SEALED_KEY_UNKNOWN' })],
        [unknown, expect.objectContaining({ code: 'SEALED_KEY_UNKNOWN' })],
      ]);
    }
  });

  it('finds keys that leave the memory while it looks for those of other calls', async () => {
    const [kept, missing, third] = ['kept', 'missing', 'third'].map((id) => callIdSchema.parse(id));
    const wanted = await Promise.all([missing, kept, third].map((callId) => process(first).obtainKey(callId)));
    // The keys of a page take the place of the one in memory, or its minute ends while the store answers.
    const full = createCallKeys({ masterKey: new LocalMasterKey([first]), store, clock, maxKept: 1 });
    await full.findKey(kept);
    expect([...(await full.findKeys([missing, kept, third])).values()]).toEqual(wanted);
    const slow = process(first);
    await slow.findKey(kept);
    const finding = slow.findKeys([missing, kept, third]);
    await clock.advance(60_000);
    expect([...(await finding).values()]).toEqual(wanted);
  });

  it('keeps no key that is destroyed while it is looked for', async () => {
    await process(first).obtainKey(one);
    let answer = (): void => undefined;
    const slow = Object.assign(Object.create(store) as InMemoryCallKeyStore, {
      findAll: async (callIds: readonly CallId[]) => {
        const found = await store.findAll(callIds);
        await new Promise<void>((resolve) => (answer = resolve));
        return found;
      },
    });
    const keys = createCallKeys({ masterKey: new LocalMasterKey([first]), store: slow, clock });
    const finding = keys.findKeys([one]);
    await keys.destroyKey(one);
    answer();
    await finding;
    await expect(keys.findKey(one)).rejects.toMatchObject({ code: 'CALL_KEY_DESTROYED' });
  });

  it('asks a key service that is away once in a while for each call, not each time that somebody needs the key', async () => {
    const masterKey = new LocalMasterKey([first]);
    let requests = 0;
    let isAway = true;
    const service: MasterKey = Object.assign(Object.create(masterKey) as LocalMasterKey, {
      wrap: async (...args: Parameters<MasterKey['wrap']>) => {
        requests += 1;
        if (isAway) throw new Failure('KEY_SERVICE_UNAVAILABLE', 'away', { retryable: true });
        return masterKey.wrap(...args);
      },
    });
    const keys = createCallKeys({ masterKey: service, store, clock });
    const away = { code: 'KEY_SERVICE_UNAVAILABLE', retryable: true };
    for (let at = 0; at < 3; at += 1) await expect(keys.obtainKey(one)).rejects.toMatchObject(away);
    expect(requests).toBe(1);
    isAway = false;
    await clock.advance(5_000);
    expect(await keys.obtainKey(one)).toHaveLength(32);
  });

  it('keeps few keys in memory, and asks again after a failure', async () => {
    let finds = 0;
    const counted = Object.assign(Object.create(store) as InMemoryCallKeyStore, {
      find: (callId: typeof one) => {
        finds += 1;
        if (finds === 1) throw new Error('the database is away');
        return store.find(callId);
      },
    });
    const keys = createCallKeys({ masterKey: new LocalMasterKey([first]), store: counted, clock, maxKept: 2 });
    await expect(keys.obtainKey(one)).rejects.toThrow('away');
    const key = await keys.obtainKey(one);
    expect(await keys.obtainKey(one)).toBe(key);
    expect(finds).toBe(2);
    for (const id of ['a', 'b']) await keys.obtainKey(callIdSchema.parse(id));
    expect(await keys.obtainKey(one)).toEqual(key);
    expect(finds).toBe(5);
  });
});
