import { everythingOf } from '@earshot/domain';
import type { CallWrite, RetentionTarget } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { callLife } from './call-life.js';
import { storagePerFile } from './storage-per-file.js';
import { callId } from './test-storage.js';

jest.setTimeout(180_000);

const DAY_MS = 86_400_000;
const EVERYTHING = everythingOf('default');
const BY_ADA = { principal: 'key:admin', subject: 'Ada' };

describe('calls whose time is over', () => {
  const at = storagePerFile({ config: { EARSHOT_RETENTION_DAYS: '90' } });
  const { start } = at;
  /** The clock of the test's processes. */
  const nowMs = new ManualClock().nowMs();
  afterEach(async () => {
    await at.database.query(
      'delete from legal_holds; delete from calls; delete from erasures; delete from retention_policies',
    );
  });

  /** A call that began so many days ago and is over, unless `isLive`. */
  async function addCall(
    id: string,
    daysAgo: number,
    { queue, category, isLive = false }: { queue?: string; category?: string; isLive?: boolean } = {},
  ): Promise<void> {
    const startedAtMs = nowMs - daysAgo * DAY_MS;
    const about = { callId: callId(id), atMs: startedAtMs };
    const writes: CallWrite[] = [
      { ...about, kind: 'started', data: { source: 'test', startedAtMs, ...(queue !== undefined && { queue }) } },
    ];
    if (category !== undefined)
      writes.push({
        ...about,
        kind: 'category',
        data: {
          category,
          isAlert: false,
          segmentId: 's' as never,
          track: 0,
          participantId: 'a' as never,
          role: 'AGENT',
          atMs: 1,
        },
      });
    if (!isLive)
      writes.push({
        ...about,
        kind: 'force-complete',
        data: { stage: 'persistence', code: 'CALL_ABANDONED', message: '' },
      });
    await at.storage.stores.callStore.apply(writes, startedAtMs);
  }
  const setPolicy = (target: RetentionTarget, days: number) =>
    at.storage.stores.retention.setPolicy('default', { target, days, ...BY_ADA, setAtMs: nowMs });
  const keptCalls = async () => {
    const sort = { field: 'STARTED_AT', direction: 'DESC' } as const;
    const page = await at.storage.stores.callReader.calls(EVERYTHING, { first: 100, filter: {}, sort });
    return page.items.map(({ item }) => item.id).toSorted();
  };
  const preview = () => at.storage.stores.retention.previewRemoval('default', { nowMs, defaultDays: 90 });

  it('are erased by the longest policy that is about them, or by the default; calls that go on stay', async () => {
    await setPolicy({ kind: 'QUEUE', name: 'claims' }, 365);
    await setPolicy({ kind: 'QUEUE', name: 'short' }, 10);
    await setPolicy({ kind: 'CATEGORY', name: 'complaint' }, 200);
    await addCall('old', 91);
    await addCall('young', 89);
    await addCall('old-live', 500, { isLive: true });
    await addCall('claims', 300, { queue: 'claims' });
    await addCall('claims-over', 366, { queue: 'claims' });
    await addCall('short', 11, { queue: 'short' });
    await addCall('short-young', 9, { queue: 'short' });
    await addCall('short-complaint', 150, { queue: 'short', category: 'complaint' });
    await addCall('complaint-over', 201, { category: 'complaint' });
    const { days, heldCalls } = await preview();
    expect([days.reduce((sum, { calls }) => sum + calls, 0), heldCalls]).toEqual([4, 0]);
    await start().persistence.callRetention.expireCalls();
    expect(await keptCalls()).toEqual(['claims', 'old-live', 'short-complaint', 'short-young', 'young']);
    expect((await preview()).days).toEqual([]);
    await setPolicy({ kind: 'DEFAULT' }, 30);
    await at.storage.stores.retention.removePolicy('default', { kind: 'QUEUE', name: 'claims' });
    await start().persistence.callRetention.expireCalls();
    expect(await keptCalls()).toEqual(['old-live', 'short-complaint', 'short-young']);
  });

  it('are counted before a policy changes, by the policies with the change', async () => {
    await setPolicy({ kind: 'QUEUE', name: 'claims' }, 365);
    await addCall('plain', 50);
    await addCall('claims', 300, { queue: 'claims' });
    await addCall('claims-complaint', 300, { queue: 'claims', category: 'complaint' });
    const count = async (target: RetentionTarget, days: number | null, tenant = 'default') => {
      const { retention } = at.storage.stores;
      const found = await retention.previewRemoval(tenant, { nowMs, defaultDays: 90 }, { target, days });
      return found.days.reduce((sum, { calls }) => sum + calls, 0);
    };
    expect(await count({ kind: 'QUEUE', name: 'claims' }, 365)).toBe(0);
    expect(await count({ kind: 'QUEUE', name: 'claims' }, 30)).toBe(2);
    expect(await count({ kind: 'QUEUE', name: 'claims' }, null)).toBe(2);
    expect(await count({ kind: 'QUEUE', name: 'sales' }, null)).toBe(0);
    expect(await count({ kind: 'DEFAULT' }, 10)).toBe(1);
    expect(await count({ kind: 'DEFAULT' }, 10, 'elsewhere')).toBe(0);
    const held = { ...BY_ADA, reason: 'a lawsuit', atMs: nowMs };
    await at.storage.stores.callKeeping.setHold(EVERYTHING, callId('plain'), held);
    const change = { target: { kind: 'DEFAULT' }, days: 10 } as const;
    const clock = { nowMs, defaultDays: 90 };
    expect(await at.storage.stores.retention.previewRemoval('default', clock, change)).toEqual({
      days: [],
      heldCalls: 1,
    });
    expect(await at.storage.stores.retention.listPolicies('default')).toMatchObject([{ days: 365 }]);
  });

  it('are kept until a time of their own, sooner or later, and by a legal hold', async () => {
    await addCall('longer', 400);
    await addCall('sooner', 1);
    await addCall('held', 400);
    await addCall('held-sooner', 1);
    const { callKeeping, callErasures } = at.storage.stores;
    await callKeeping.setRetention(EVERYTHING, callId('longer'), nowMs + DAY_MS);
    for (const id of ['sooner', 'held-sooner']) await callKeeping.setRetention(EVERYTHING, callId(id), nowMs - 1);
    const order = { ...BY_ADA, reason: 'a lawsuit', atMs: nowMs };
    for (const id of ['held', 'held-sooner']) await callKeeping.setHold(EVERYTHING, callId(id), order);
    expect(await callErasures.requestErasure(EVERYTHING, callId('held'), order)).toEqual({
      ok: false,
      error: 'CALL_HELD',
    });
    expect(await preview()).toMatchObject({ days: [{ calls: 1 }], heldCalls: 2 });
    await start().persistence.callRetention.expireCalls();
    expect(await keptCalls()).toEqual(['held', 'held-sooner', 'longer']);
    expect(await at.storage.view(callId('held'))).toMatchObject({ legalHold: { reason: 'a lawsuit', subject: 'Ada' } });
    // The database refuses it, too.
    await expect(at.database.query(`delete from calls where id = 'held'`)).rejects.toThrow('legal_holds');
    for (const id of ['held', 'held-sooner']) await callKeeping.releaseHold(EVERYTHING, callId(id));
    await start().persistence.callRetention.expireCalls();
    expect(await keptCalls()).toEqual(['longer']);
  });

  it('leave nothing but a proof after one look, and that goes after 40 days', async () => {
    const replica = start();
    const { audio, lifecycle, insight } = callLife(callId('whole'));
    for (const event of [...audio, ...lifecycle, ...insight]) await replica.handle(event);
    await at.storage.stores.callKeeping.setRetention(EVERYTHING, callId('whole'), nowMs - 1);
    expect((await preview()).days[0]?.recordingBytes).toBeGreaterThan(0);
    await replica.persistence.callRetention.expireCalls();
    await replica.persistence.callEraser.eraseCalls();
    const proofs = await at.storage.stores.callErasures.listErasures('default', { first: 10 });
    expect(proofs.items[0]?.item).toMatchObject({ callId: 'whole', cause: 'RETENTION', files: 1, rows: { calls: 1 } });
    expect(proofs.items[0]?.item.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await at.storage.recordings().find(callId('whole'))).toBeNull();
    await at.storage.stores.retention.removeOldProofs(nowMs + 41 * DAY_MS);
    expect((await at.storage.stores.callErasures.listErasures('default', { first: 10 })).items).toEqual([]);
    expect(await at.storage.stores.callKeys.find(callId('whole'))).toBeNull();
  });

  it('are each erased once by several processes at the same time, however many there are', async () => {
    await at.database.query(`
      insert into calls (id, status, is_started, started_at, updated_at, tenant)
      select 'bulk-' || n, 'ENDED', true, to_timestamp(${(nowMs - 100 * DAY_MS) / 1_000}) + n * interval '1 s', now(), 'default'
      from generate_series(1, 1200) n`);
    const [first, second] = [start(), start()];
    await Promise.all([first, second].map(({ persistence }) => persistence.callRetention.expireCalls()));
    await first.persistence.callRetention.expireCalls();
    expect(await keptCalls()).toEqual([]);
    await Promise.all([first, second].map(({ persistence }) => persistence.callEraser.eraseCalls()));
    await first.persistence.callEraser.eraseCalls();
    const { rows } = await at.database.query(`
      select count(*)::int as n, sum((removed_rows->>'calls')::int)::int as calls from erasures where hash is not null`);
    expect(rows).toEqual([{ n: 1200, calls: 1200 }]);
  });
});
