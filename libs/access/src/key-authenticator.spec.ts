import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessRequest } from '@earshot/ports';
import { CapturingLogger, InMemoryKeys, ManualClock } from '@earshot/testing';
import { issueKey, KeyAuthenticator, KeyDirectory, type IssuedKey, type KeyGrant } from './index.js';

const bearer = (text: string): AccessRequest => ({ headers: { authorization: `Bearer ${text}` } });
const UNAUTHENTICATED = expect.objectContaining({ code: 'UNAUTHENTICATED', retryable: false });

describe('authentication by keys', () => {
  let clock: ManualClock;
  let store: InMemoryKeys;
  let directory: KeyDirectory;
  let keys: KeyAuthenticator;

  const addKey = async (grant: Partial<KeyGrant> = {}): Promise<IssuedKey> => {
    const key = issueKey({ name: 'Ann', kind: 'SERVICE', roles: ['SUPERVISOR'], ...grant }, clock.nowMs());
    await store.add(key.stored);
    return key;
  };
  const refresh = (): Promise<void> => directory.refresh().finally(() => keys.endWatched());

  beforeEach(() => {
    clock = new ManualClock(1_000);
    store = new InMemoryKeys();
    directory = new KeyDirectory(store, clock, new CapturingLogger());
    keys = new KeyAuthenticator(directory);
  });

  it('gives the principal of the key, in the header or as a sub-protocol', async () => {
    const { stored, text } = await addKey({ teams: ['north'], queues: ['claims'], agentId: 'mia', expiresAtMs: 9_000 });
    const principal = await keys.authenticate(bearer(text));
    expect(principal).toEqual({
      key: `key:${stored.id}`,
      tenant: 'default',
      subject: 'Ann',
      kind: 'SERVICE',
      roles: ['SUPERVISOR'],
      agentId: 'mia',
      teams: ['north'],
      queues: ['claims'],
      sources: [],
      expiresAtMs: 9_000,
    });
    const protocols = { 'sec-websocket-protocol': `graphql-transport-ws, earshot.key.${text}` };
    expect(await keys.authenticate({ headers: protocols })).toEqual(principal);
    expect(await keys.authenticate({ headers: { authorization: `bearer  ${text} ` } })).toEqual(principal);
  });

  it.each([
    ['no credential', () => ({})],
    ['an empty one', () => ({ authorization: 'Bearer ' })],
    ['another scheme', (text: string) => ({ authorization: `Basic ${text}` })],
    ['the bare key', (text: string) => ({ authorization: text })],
    ['two keys', (text: string) => ({ authorization: `Bearer ${text} ${text}` })],
    ['a key that is too long', (text: string) => ({ authorization: `Bearer ${text}x` })],
    [
      'a wrong secret',
      (text: string) => ({ authorization: `Bearer ${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}` }),
    ],
    ['an unknown id', (text: string) => ({ authorization: `Bearer ek_zzzzzzzz${text.slice(11)}` })],
    [
      'a wrong header beside a right protocol',
      (text: string) => ({
        authorization: 'Bearer x',
        'sec-websocket-protocol': `earshot.key.${text}`,
      }),
    ],
    ['a protocol of another name', (text: string) => ({ 'sec-websocket-protocol': `earshot.keys.${text}` })],
  ])('refuses %s', async (_what, headersOf) => {
    const { text } = await addKey();
    await refresh();
    await expect(keys.authenticate({ headers: headersOf(text) })).rejects.toEqual(UNAUTHENTICATED);
  });

  it('refuses a revoked key and an expired one, and ends what they opened', async () => {
    const [revoked, expiring, kept] = [await addKey(), await addKey({ expiresAtMs: 5_000 }), await addKey()];
    await refresh();
    const ended: string[] = [];
    for (const [name, { text }] of Object.entries({ revoked, expiring, kept }))
      keys.watch(await keys.authenticate(bearer(text)), () => ended.push(name));
    await store.revoke(revoked.stored.id, clock.nowMs());
    expect(ended).toEqual([]);
    await refresh();
    expect(ended).toEqual(['revoked']);
    await expect(keys.authenticate(bearer(revoked.text))).rejects.toEqual(UNAUTHENTICATED);
    await clock.advance(4_000);
    // The database is gone, and the time passes nevertheless.
    store.isAway = true;
    keys.endWatched();
    expect(ended).toEqual(['revoked', 'expiring']);
    store.isAway = false;
    await expect(keys.authenticate(bearer(expiring.text))).rejects.toEqual(UNAUTHENTICATED);
    await refresh();
    expect(ended).toEqual(['revoked', 'expiring']);
    expect((await keys.authenticate(bearer(kept.text))).subject).toBe('Ann');
  });

  it('no longer tells who stopped watching', async () => {
    const { stored, text } = await addKey();
    const principal = await keys.authenticate(bearer(text));
    const ended: string[] = [];
    const stop = keys.watch(principal, () => ended.push('first'));
    keys.watch(principal, () => ended.push('second'));
    stop();
    await store.revoke(stored.id, clock.nowMs());
    await refresh();
    expect(ended).toEqual(['second']);
  });

  it('lets a rotated key and its successor stand for the same principal, until the old one ends', async () => {
    const old = await addKey();
    const { holder } = old.stored;
    const replacement = issueKey({ ...old.stored, holder }, clock.nowMs());
    await store.replace(old.stored.id, replacement.stored, 6_000);
    const before = await keys.authenticate(bearer(old.text));
    const after = await keys.authenticate(bearer(replacement.text));
    expect(after.key).toBe(before.key);
    const ended: string[] = [];
    keys.watch(before, () => ended.push('old'));
    keys.watch(after, () => ended.push('new'));
    await clock.advance(5_000);
    await refresh();
    expect(ended).toEqual(['old']);
    await expect(keys.authenticate(bearer(old.text))).rejects.toEqual(UNAUTHENTICATED);
  });

  it('answers from memory while the database is stalled, and says so about keys that memory does not have', async () => {
    const known = await addKey();
    await refresh();
    const unknown = await addKey();
    store.isAway = true;
    void refresh();
    expect((await keys.authenticate(bearer(known.text))).subject).toBe('Ann');
    const answer = keys.authenticate(bearer(unknown.text)).catch((error: unknown) => error);
    await clock.advance(300);
    expect(await answer).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  });

  it('accepts a new key at once, and asks for an unknown id once in a while', async () => {
    await refresh();
    const { text } = await addKey();
    await keys.authenticate(bearer(text));
    await keys.authenticate(bearer(text));
    expect(store.lookups).toBe(1);
    const invented = bearer(`ek_zzzzzzzz${text.slice(11)}`);
    for (let n = 0; n < 5; n++) await expect(keys.authenticate(invented)).rejects.toEqual(UNAUTHENTICATED);
    expect(store.lookups).toBe(2);
    await clock.advance(2_001);
    await expect(keys.authenticate(invented)).rejects.toEqual(UNAUTHENTICATED);
    expect(store.lookups).toBe(3);
  });

  it('asks for few ids at once, so that invented ones cannot take the whole database', async () => {
    const { text } = await addKey();
    store.isAway = true;
    const answers = Array.from({ length: 50 }, (_, n) =>
      keys.authenticate(bearer(`ek_${String(n).padStart(8, '0')}${text.slice(11)}`)).catch((error: unknown) => error),
    );
    await clock.advance(300);
    for (const answer of answers) expect(await answer).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(store.lookups).toBe(8);
  });

  it('keeps a key that was looked up while a refresh was reading', async () => {
    const { text } = await addKey();
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    // The database read the keys before this one was added.
    store.listUsable = () => slow.then(() => []);
    const refreshing = directory.refresh();
    await keys.authenticate(bearer(text));
    release();
    await refreshing;
    await keys.authenticate(bearer(text));
    expect(store.lookups).toBe(1);
  });

  it('stores when a key was used, of those that were proven', async () => {
    const [used, guessed] = [await addKey(), await addKey()];
    await refresh();
    await keys.authenticate(bearer(used.text));
    const wrong = bearer(`ek_${guessed.stored.id}${used.text.slice(11)}`);
    await expect(keys.authenticate(wrong)).rejects.toEqual(UNAUTHENTICATED);
    await refresh();
    const { items } = await store.list('default', { first: 2 });
    const lastUses = new Map(items.map(({ item }) => [item.id, item.lastUsedAtMs]));
    expect([lastUses.get(used.stored.id), lastUses.get(guessed.stored.id)]).toEqual([1_000, null]);
  });
});

describe('issueKey', () => {
  it('makes a key of its own each time, and keeps nothing of the secret', () => {
    const [one, other] = [issueKey({ name: 'a', kind: 'SOURCE' }, 5), issueKey({ name: 'a', kind: 'SOURCE' }, 5)];
    expect(one.text).toMatch(/^ek_[0-9a-z]{8}_[A-Za-z0-9_-]{43}$/);
    expect(one.text).not.toBe(other.text);
    expect(JSON.stringify(one.stored)).not.toContain(one.text.slice(12));
    expect(one.stored).toMatchObject({
      holder: one.stored.id,
      roles: [],
      sources: [],
      expiresAtMs: null,
      createdAtMs: 5,
    });
  });
});
