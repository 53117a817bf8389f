import type { CallId } from '@earshot/contracts';
import type { NewDeadLetter } from '@earshot/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PostgresStores } from '../src/index.js';
import { runSql, NOW, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

const letter = (id: string, over: Partial<NewDeadLetter> = {}): NewDeadLetter => ({
  id,
  atMs: NOW,
  stage: 'enrichment',
  topic: 'calls.transcript',
  key: 'call-1',
  code: 'EVENT_NOT_JSON',
  attempts: 1,
  callId: 'call-1' as CallId,
  sealedMessage: Uint8Array.of(0, 255, 10, 123),
  messageBytes: 2,
  isCut: false,
  ...over,
});

describe('dead letters', () => {
  let url: string;
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  const store = () => stores.deadLetters;
  const take = (over: { first?: number; nowMs?: number } = {}) =>
    store().takeReplays({ first: 10, nowMs: NOW, leaseMs: 60_000, ...over });
  const idsOf = (letters: readonly { id: string }[]) => letters.map(({ id }) => id);

  beforeAll(async () => {
    ({ url, stores, stop } = await startDatabase('persistence'));
  });
  afterAll(() => stop());
  beforeEach(async () => void (await runSql(url, 'delete from dead_letters')));

  it('returns a letter unchanged, whatever its bytes and its key', async () => {
    const odd = letter('odd', {
      key: 'nul \u0000 and \ud800',
      callId: null,
      isCut: true,
      sealedMessage: new Uint8Array(0),
    });
    await store().add(letter('plain'));
    await store().add(odd);
    expect(await store().find('plain')).toEqual({
      ...letter('plain'),
      sealedMessage: Buffer.from(letter('plain').sealedMessage),
      messageBytes: 2,
      replayRequestedAtMs: null,
      replayedAtMs: null,
      refusedWith: null,
    });
    expect(await store().find('odd')).toMatchObject({
      key: 'nul \ufffd and \ufffd',
      callId: null,
      isCut: true,
      sealedMessage: Buffer.alloc(0),
    });
    expect(await store().find('none')).toBeNull();
  });

  it('lists the newest first, by stage, code and call, without a message', async () => {
    await store().add(letter('a'));
    await store().add(letter('b', { stage: 'persistence', atMs: NOW + 5 }));
    await store().add(letter('c', { code: 'OTHER', callId: 'call-2' as CallId, atMs: NOW + 2 }));
    const list = async (filter: object, first = 10) => idsOf(await store().list(filter, { first }));
    expect(await list({})).toEqual(['b', 'c', 'a']);
    expect(await list({}, 1)).toEqual(['b']);
    expect(await list({ stage: 'persistence' })).toEqual(['b']);
    expect(await list({ code: 'OTHER' })).toEqual(['c']);
    expect(await list({ callId: 'call-1', stage: 'enrichment' })).toEqual(['a']);
    expect((await store().list({}, { first: 1 }))[0]).not.toHaveProperty('sealedMessage');
  });

  it('hands requested letters out in the order of their time, to one replica at a time, and again after that replica failed', async () => {
    for (const [at, id] of ['1', '2', '3', '4'].entries())
      await store().add(letter(id, { atMs: NOW + (at === 1 ? 0 : at) }));
    expect(await take()).toEqual([]);
    expect(await store().requestReplay('all', NOW)).toBe(4);
    expect(await store().requestReplay('all', NOW)).toBe(0);
    const both = await Promise.all([take({ first: 3 }), take({ first: 3 })]);
    expect(both.map(idsOf).sort()).toEqual([[], ['1', '2', '3']]);
    await store().settleReplay('1', { replayedAtMs: NOW + 7 });
    expect(await take()).toEqual([]);
    expect(idsOf(await take({ nowMs: NOW + 60_001 }))).toEqual(['2', '3', '4']);
    for (const id of ['2', '3', '4']) await store().settleReplay(id, { replayedAtMs: NOW });
    expect(await take({ nowMs: NOW + 999_999 })).toEqual([]);
    expect(await store().find('1')).toMatchObject({ replayedAtMs: NOW + 7 });
    await store().settleReplay('2', { refusedWith: 'SEALED_DAMAGED' });
    const refused = { replayRequestedAtMs: null, replayedAtMs: null, refusedWith: 'SEALED_DAMAGED' };
    expect(await store().find('2')).toMatchObject(refused);
    await store().requestReplay(['2'], NOW);
    expect(await store().find('2')).toMatchObject({ replayRequestedAtMs: NOW, refusedWith: null });
  });

  it('replays a named letter again, and never one that was cut', async () => {
    await store().add(letter('done'));
    await store().add(letter('cut', { isCut: true }));
    expect(await store().requestReplay(['done', 'cut', 'unknown'], NOW)).toBe(1);
    await take();
    await store().settleReplay('done', { replayedAtMs: NOW });
    expect(await store().requestReplay('all', NOW)).toBe(0);
    expect(await store().requestReplay(['done'], NOW)).toBe(1);
    expect(idsOf(await take())).toEqual(['done']);
  });

  it('ignores a repeated letter, and reopens a letter whose message was set aside again', async () => {
    await store().add(letter('a'));
    await store().requestReplay(['a'], NOW);
    await store().settleReplay('a', { replayedAtMs: NOW + 1 });
    await store().add(letter('a', { attempts: 9 }));
    expect(await store().find('a')).toMatchObject({ attempts: 1, replayedAtMs: NOW + 1 });
    await store().add(letter('a', { attempts: 9, atMs: NOW + 2 }));
    expect(await store().find('a')).toMatchObject({ attempts: 9, replayRequestedAtMs: null, replayedAtMs: null });
  });

  it('keeps a letter dead whose message died again before its replay was noted', async () => {
    await store().add(letter('fast'));
    await store().requestReplay(['fast'], NOW);
    await take();
    await store().add(letter('fast', { attempts: 9, atMs: NOW + 2 }));
    await store().settleReplay('fast', { replayedAtMs: NOW + 3 });
    expect(await store().find('fast')).toMatchObject({ attempts: 9, replayRequestedAtMs: null, replayedAtMs: null });
  });

  it('shows and replays no letter of an earlier version before it is sealed', async () => {
    const insertOld = (id: string, text: string) =>
      runSql(
        url,
        `insert into dead_letters (id, at, stage, topic, key, code, attempts, call_id, message, is_cut, replay_requested_at)
         values ('${id}', now(), 'gateway', 'calls.insight', 'k', 'X', 1, null, '${text}', false, now())`,
      );
    await insertOld('old-1', 'words');
    await insertOld('old-2', 'more words');
    expect(await store().list({}, { first: 9 })).toEqual([]);
    expect(await store().find('old-1')).toBeNull();
    expect(await take()).toEqual([]);
    const [first, second] = await store().listUnsealed({ first: 9 });
    expect(first).toMatchObject({ id: 'old-1', stage: 'gateway', topic: 'calls.insight', key: 'k' });
    expect(Buffer.from(first?.message ?? []).toString()).toBe('words');
    const sealedMessage = Buffer.from('sealed');
    await store().replaceUnsealed('old-1', { id: 'new', sealedMessage });
    // A letter with that id is already stored.
    await store().replaceUnsealed(second?.id ?? '', { id: 'new', sealedMessage: Buffer.from('other') });
    await store().replaceUnsealed('new', { id: 'again', sealedMessage });
    expect(await store().listUnsealed({ first: 9 })).toEqual([]);
    expect(idsOf(await store().list({}, { first: 9 }))).toEqual(['new']);
    expect(await store().find('new')).toMatchObject({ messageBytes: 5, sealedMessage });
    expect(idsOf(await take({ nowMs: Date.now() }))).toEqual(['new']);
    expect(JSON.stringify(await runSql(url, 'select * from dead_letters'))).not.toContain('words');
  });

  it('deletes old letters, and the oldest ones beyond the limit', async () => {
    for (const at of [0, 1, 2, 3, 4]) await store().add(letter(`l${at}`, { atMs: NOW + at }));
    expect(await store().purge({ diedBeforeMs: NOW + 1, keepNewest: 100 })).toBe(1);
    expect(await store().purge({ diedBeforeMs: NOW, keepNewest: 2 })).toBe(2);
    expect(idsOf(await store().list({}, { first: 10 }))).toEqual(['l4', 'l3']);
  });
});
