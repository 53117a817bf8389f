import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { progressAt, transcriptProgressConformance } from '@earshot/testing';
import { id, progress as streamProgress, runSql, startDatabase } from './postgres.js';

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase()), 120_000);
afterAll(() => database.stop(), 60_000);

const callIds = (count: number, prefix: string) => Array.from({ length: count }, (_, at) => id(`${prefix}-${at}`));
const commits = async () =>
  Number(
    (
      await runSql<{ n: string }>(
        database.url,
        'select xact_commit as n from pg_stat_database where datname = current_database()',
      )
    )[0]?.n,
  );

describe('transcript progress in PostgreSQL', () => {
  for (const { promise, run } of transcriptProgressConformance)
    it(promise, () => run(() => database.stores.transcriptProgress), 60_000);

  it('takes and saves a thousand calls in a few statements', async () => {
    const { transcriptProgress: progress } = database.stores;
    const ids = callIds(1_000, 'many');
    await runSql(database.url, 'select pg_stat_force_next_flush()');
    const before = await commits();
    const taken = await Promise.all(ids.map((callId) => progress.take({ callId })));
    const saves = ids.map((callId, at) => ({ callId, epoch: taken[at]?.epoch ?? 0, progress: progressAt(at) }));
    expect(await progress.save(saves)).toEqual([]);
    await runSql(database.url, 'select pg_stat_force_next_flush()');
    expect((await commits()) - before).toBeLessThan(100);
    expect((await progress.take({ callId: id('many-321') })).saved).toEqual(progressAt(321));
  }, 60_000);

  it('lets several processes take and save the same calls without a deadlock', async () => {
    const { transcriptProgress: progress } = database.stores;
    const ids = callIds(200, 'overlap');
    const owner = async (order: typeof ids) => {
      for (let round = 0; round < 10; round++) {
        const taken = await Promise.all(order.map((callId) => progress.take({ callId })));
        await progress.save(
          order.map((callId, at) => ({ callId, epoch: taken[at]?.epoch ?? 0, progress: progressAt(round) })),
        );
      }
    };
    await Promise.all([owner(ids), owner(ids.toReversed()), owner(ids)]);
    const [row] = await runSql<{ least: number; most: number }>(
      database.url,
      `select min(epoch) as least, max(epoch) as most from transcript_progress where call_id like 'overlap-%'`,
    );
    expect(row).toEqual({ least: 30, most: 30 });
  }, 60_000);

  it('finds calls that are over with audio that nobody transcribed or requested', async () => {
    const { callStore, transcriptProgress: progress } = database.stores;
    const endSample = 80_000;
    const span = { track: 0, fromMs: 0, toMs: 500 };
    const cases: Readonly<Record<string, { isOver?: boolean; saved?: Parameters<typeof progressAt> }>> = {
      whole: { saved: [endSample] },
      'whole-and-rounded': { saved: [endSample - 4] },
      completed: { saved: [0, { isCompleted: true }] },
      live: { isOver: false, saved: [0] },
      'end-missing': { saved: [endSample - 800] },
      'span-missing': { saved: [endSample, { untranscribed: [span] }] },
      'never-saved': {},
    };
    for (const [name, { isOver = true, saved }] of Object.entries(cases)) {
      const callId = id(`unfinished-${name}`);
      const data = { stage: 'persistence', code: 'CALL_ABANDONED', message: 'It is over.' };
      await callStore.apply([streamProgress(callId, endSample, { channelCount: 1 })], 1);
      if (isOver) await callStore.apply([{ kind: 'force-complete', callId, atMs: 2, data }], 2);
      const { epoch } = await progress.take({ callId });
      if (saved !== undefined) await progress.save([{ callId, epoch, progress: progressAt(...saved) }]);
    }
    await progress.take({ callId: id('unfinished-without-a-call') });
    expect(await progress.findUnfinished(60_000)).toEqual([]);
    const found = (await progress.findUnfinished(-1)).filter(({ callId }) => callId.startsWith('unfinished-'));
    expect(found).toEqual(
      ['end-missing', 'never-saved', 'span-missing'].map((name) => ({
        callId: `unfinished-${name}`,
        sampleRateHz: 8_000,
        trackCount: 1,
        endSample,
      })),
    );
  });

  it('deletes progress that nobody touched for two days', async () => {
    const { transcriptProgress: progress } = database.stores;
    const [old, fresh] = [id('old'), id('fresh')];
    for (const callId of [old, fresh]) await progress.take({ callId });
    await runSql(
      database.url,
      `update transcript_progress set touched_at = now() - interval '49 hours' where call_id = 'old'`,
    );
    await Promise.all(callIds(600, 'later').map((callId) => progress.take({ callId })));
    await progress.take({ callId: id('one more') });
    const left = await runSql(
      database.url,
      `select call_id from transcript_progress where call_id in ('old', 'fresh')`,
    );
    expect(left).toEqual([{ call_id: 'fresh' }]);
  }, 60_000);
});
