import type { SegmentId } from '@earshot/contracts';
import { EVERY_ROW, type CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PostgresStores } from '../src/index.js';
import { id, match, NOW, runSql, segment, startDatabase, started } from './postgres.js';

jest.setTimeout(180_000);

describe('finals over the same audio', () => {
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  let url: string;
  const apply = (...writes: CallWrite[]) => stores.callStore.apply(writes, NOW);
  const final = (callId: string, segmentId: string, startMs: number, endMs: number, over: object = {}) =>
    segment(callId, { segmentId: segmentId as SegmentId, startMs, endMs, text: segmentId, ...over });
  const storedIds = async (callId: string): Promise<string[]> =>
    (await stores.callReader.segments(EVERY_ROW, id(callId), { first: 500 })).items.map(({ item }) => item.id);

  beforeAll(async () => ({ stores, stop, url } = await startDatabase('persistence')));
  afterAll(() => stop());

  it.each([
    ['the same span', [[0, 4_000]], [0, 4_000]],
    ['a longer final around it', [[0, 10_000]], [2_000, 4_000]],
    [
      'two finals that share it',
      [
        [0, 2_000],
        [2_000, 4_000],
      ],
      [500, 3_500],
    ],
    ['more than half of it', [[0, 2_100]], [0, 4_000]],
  ])('the first one stays when another owner published %s', async (what, first, [from, to]) => {
    const callId = `doubled by ${what}`;
    const stored = first.map(([start, end], ordinal) => final(callId, `1-0-${ordinal}`, start ?? 0, end ?? 0));
    await apply(started(callId), ...stored);
    const second = final(callId, '1-500-0', from ?? 0, to ?? 0);
    const applied = await apply(second, match(callId, 'billing', '1-500-0', true));
    expect(applied.doubledFinals).toBe(1);
    expect(applied.changes.filter(({ kind }) => kind === 'segment')).toEqual([]);
    const ids = first.map((_span, ordinal) => `1-0-${ordinal}`);
    expect(await storedIds(callId)).toEqual(ids);
    // The same messages again, also in a later batch, and a later match of the refused final.
    await apply(...stored, second);
    await apply(match(callId, 'legal', '1-500-0', true));
    expect(await storedIds(callId)).toEqual(ids);
    const [view] = await stores.callReader.callsById(EVERY_ROW, [id(callId)]);
    expect(view).toMatchObject({ alertCount: 0, categories: [] });
  });

  it('the first one stays when both come in one batch', async () => {
    await apply(started('one batch'), final('one batch', '1-0-0', 0, 3_000), final('one batch', '1-9-0', 10, 3_000));
    expect(await storedIds('one batch')).toEqual(['1-0-0']);
  });

  it.each([
    ['another track', [0, 4_000], { track: 0 }],
    ['the audio after it', [4_000, 8_000], {}],
    ['a few samples of it', [3_900, 8_000], {}],
    ['a small part of a long final', [0, 20_000], {}],
  ])('both stay when the second has %s', async (what, [from, to], over) => {
    const callId = `both by ${what}`;
    await apply(started(callId), final(callId, '1-0-0', 0, 4_000));
    expect(await apply(final(callId, '1-500-0', from ?? 0, to ?? 0, over))).toMatchObject({ doubledFinals: 0 });
    expect((await storedIds(callId)).sort()).toEqual(['1-0-0', '1-500-0']);
  });

  it.each([
    ['ids of one stint, as an engine of overlapping utterances gives them', '1-0-0', '1-0-1'],
    ['ids that a source made', 'vendor-a', 'vendor-b'],
  ])('both stay with %s', async (callId, first, second) => {
    await apply(started(callId), final(callId, first, 0, 4_000));
    const later = final(callId, second, 500, 3_000);
    const sameBatch = final(callId, second.replace(/.$/, '9'), 600, 3_000);
    expect(await apply(later, sameBatch)).toMatchObject({ doubledFinals: 0 });
    expect(await storedIds(callId)).toHaveLength(3);
  });

  it('a revision of a stored final passes, whatever span it has', async () => {
    await apply(started('revision'), final('revision', '1-0-0', 0, 4_000), final('revision', '1-0-1', 4_000, 8_000));
    const applied = await apply(
      final('revision', '1-0-1', 1_000, 8_000, { revision: 3, text: 'longer' }),
      final('revision', '1-0-0', 0, 7_000, { revision: 3, text: 'longer' }),
    );
    expect(applied).toMatchObject({ doubledFinals: 0, changes: [{ version: 3 }, { version: 3 }] });
    expect(await runSql(url, `select text from segments where call_id = 'revision'`)).toEqual([
      { text: 'longer' },
      { text: 'longer' },
    ]);
  });

  it('refuses the same final after any number of others, and reads by the index', async () => {
    const finals = Array.from({ length: 1_000 }, (_, at) => final('long', `1-0-${at}`, at * 1_000, at * 1_000 + 900));
    await apply(started('long'), ...finals);
    const doubled = finals.map((_final, at) => final('long', `1-7-${at}`, at * 1_000 + 50, at * 1_000 + 900));
    expect(await apply(...doubled)).toMatchObject({ doubledFinals: 1_000 });
    await runSql(url, 'analyze segments');
    const plan = await runSql<{ 'QUERY PLAN': string }>(
      url,
      `explain select id from segments where call_id = 'long' and start_ms < 500000 order by start_ms desc, id desc limit 32`,
    );
    expect(JSON.stringify(plan)).toContain('segments_by_start');
  });
});
