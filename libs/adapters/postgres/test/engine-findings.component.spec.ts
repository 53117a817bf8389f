import { EVERY_ROW, type CallView, type CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PostgresStores } from '../src/index.js';
import {
  assigned,
  covered,
  id,
  joined,
  NOW,
  participant,
  progress,
  segment,
  startDatabase,
  started,
} from './postgres.js';

jest.setTimeout(180_000);

describe('what engines find in a call', () => {
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  const apply = (...writes: CallWrite[]) => stores.callStore.apply(writes, NOW);
  const call = async (callId: string): Promise<CallView> => {
    const [found] = await stores.callReader.callsById(EVERY_ROW, [id(callId)]);
    if (!found) throw new Error('no such call');
    return found;
  };

  beforeAll(async () => ({ stores, stop } = await startDatabase()));
  afterAll(() => stop());

  it('stores whether word times are estimates, of the newest revision', async () => {
    const stored = async () =>
      (await stores.callReader.segments(EVERY_ROW, id('estimates'), { first: 10 })).items.map(
        ({ item }) => item.areWordTimesEstimated,
      );
    await apply(started('estimates'), segment('estimates', { revision: 1 }));
    expect(await stored()).toEqual([false]);
    await apply(segment('estimates', { revision: 2, areWordTimesEstimated: true }));
    expect(await stored()).toEqual([true]);
  });

  it('stores which engine gave the sentiment, and a label without a score', async () => {
    const stored = async () =>
      (await stores.callReader.segments(EVERY_ROW, id('engines'), { first: 10 })).items[0]?.item;
    await apply(started('engines'), segment('engines', { revision: 1 }));
    expect(await stored()).toMatchObject({ sentiment: 'NEUTRAL', sentimentScore: 0, sentimentEngine: null });
    const mixed = { sentiment: 'MIXED', sentimentScore: undefined, sentimentEngine: 'comprehend' } as const;
    await apply(segment('engines', { revision: 2, ...mixed }));
    expect(await stored()).toMatchObject({ sentiment: 'MIXED', sentimentScore: null, sentimentEngine: 'comprehend' });
  });

  it('stores the issues of the newest revision', async () => {
    const stored = async () =>
      (await stores.callReader.segments(EVERY_ROW, id('issues'), { first: 10 })).items[0]?.item.issues;
    await apply(started('issues'), segment('issues', { revision: 1 }));
    expect(await stored()).toEqual([]);
    const issues = [{ startChar: 3, endChar: 9, startMs: 500, endMs: 800 }];
    await apply(segment('issues', { revision: 2, issues }));
    expect(await stored()).toEqual(issues);
    await apply(segment('issues', { revision: 3, issues: [] }));
    expect(await stored()).toEqual([]);
  });

  const wordless = (callId: string, track: number, fromMs: number, toMs: number): CallWrite => ({
    kind: 'wordless',
    callId: id(callId),
    atMs: NOW,
    data: { track, fromMs, toMs, engine: 'scripted' },
  });

  it('lists speech without words once, in the order of time, and leaves the account as it is', async () => {
    await apply(progress('mumble', 80_000), covered('mumble', 0, 0, 10_000), covered('mumble', 1, 0, 10_000));
    const { ledger } = await call('mumble');
    const [first, second] = [wordless('mumble', 1, 4_000, 7_500), wordless('mumble', 0, 8_000, 9_000)];
    await apply(first, second, first);
    await apply(wordless('mumble', 0, 3_000, 6_000), second);
    const view = await call('mumble');
    expect(view.wordless).toEqual([
      { track: 0, participantId: 'track-0', role: 'UNKNOWN', fromMs: 3_000, toMs: 6_000 },
      { track: 1, participantId: 'track-1', role: 'UNKNOWN', fromMs: 4_000, toMs: 7_500 },
      { track: 0, participantId: 'track-0', role: 'UNKNOWN', fromMs: 8_000, toMs: 9_000 },
    ]);
    expect(view.ledger).toEqual(ledger);
    expect(view.cost).toBeNull();
  });

  it('says who was on the track when speech without words began, in the role of that time', async () => {
    const [kim, robin] = [participant('kim', 'AGENT'), participant('robin', 'SUPERVISOR')];
    await apply(
      started('transfer'),
      joined('transfer', kim, 0),
      joined('transfer', { ...robin, role: 'AGENT' }, 5_000),
    );
    await apply(assigned('transfer', 1, { id: kim.id }, 0), assigned('transfer', 1, robin, 5_000));
    await apply(assigned('transfer', 1, null, 20_000));
    for (const fromMs of [1_000, 4_998, 5_000, 20_000]) await apply(wordless('transfer', 1, fromMs, fromMs + 1));
    const speakers = (await call('transfer')).wordless.map(({ fromMs, participantId, role }) => [
      fromMs,
      participantId,
      role,
    ]);
    expect(speakers).toEqual([
      [1_000, 'kim', 'AGENT'],
      [4_998, 'kim', 'AGENT'],
      [5_000, 'robin', 'SUPERVISOR'],
      [20_000, 'track-1', 'UNKNOWN'],
    ]);
  });
});
