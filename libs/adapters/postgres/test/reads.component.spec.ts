import { exampleSpeaker } from '@earshot/contracts';
import { EVERY_ROW, type CallQuery, type CallSortField, type CallView, type CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { callPageSql, orderName } from '../src/calls/read/call-page-sql.js';
import { seedCalls, type PostgresStores } from '../src/index.js';
import {
  EVERYTHING,
  runSql,
  covered,
  ended,
  figures,
  id,
  listing,
  match,
  NOW,
  progress,
  segment,
  started,
  startDatabase,
} from './postgres.js';

const fields: readonly CallSortField[] = ['STARTED_AT', 'DURATION', 'AGENT', 'STATUS', 'CUSTOMER_SENTIMENT', 'ALERTS'];
const statusOrder = ['LIVE', 'ENDED', 'INTERRUPTED'];
const keyOf: Record<CallSortField, (call: CallView) => string | number | null> = {
  STARTED_AT: (call) => call.startedAtMs,
  DURATION: (call) => call.durationMs,
  AGENT: (call) => call.agentId,
  STATUS: (call) => statusOrder.indexOf(call.status),
  CUSTOMER_SENTIMENT: (call) => call.metrics?.participants[0]?.weightedSentiment ?? null,
  ALERTS: (call) => call.alertCount,
};

/** The order that the cursors of the usual list name. */
const ORDER = orderName(EVERYTHING, listing());

jest.setTimeout(180_000);

describe('the call reader on PostgreSQL', () => {
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  let url: string;
  const read = async (query: CallQuery): Promise<CallView[]> =>
    (await stores.callReader.calls(EVERYTHING, query)).items.map(({ item }) => item);
  const ids = async (query: Partial<CallQuery>) => (await read(listing(query))).map((call) => call.id).sort();

  beforeAll(async () => {
    ({ stores, stop, url } = await startDatabase());
    for (let at = 0; at < 60; at++) {
      const callId = `call-${String(at).padStart(2, '0')}`;
      const writes: CallWrite[] = [
        started(callId, {
          startedAtMs: NOW + (at % 7) * 1_000,
          ...(at % 5 === 0 ? {} : { agentId: `Agent_${at % 4}` }),
          customerNumber: `+1555${at}00`,
        }),
      ];
      if (at % 3 === 0)
        writes.push(
          ended(callId, { durationMs: (at % 6) * 500, reason: at % 2 ? 'ENDED' : 'INTERRUPTED' }),
          { kind: 'audio-done', callId: id(callId), atMs: NOW },
          { kind: 'transcript-done', callId: id(callId), atMs: NOW },
        );
      if (at % 4 !== 0) writes.push(figures(callId, 1, at % 8 === 1 ? null : (at % 5) - 2));
      if (at % 6 === 0) writes.push(match(callId, 'billing', 's', at % 12 === 0));
      await stores.callStore.apply(writes, NOW);
    }
  });
  afterAll(() => stop());

  it.each(
    fields.flatMap((field) => [
      { field, direction: 'ASC' as const },
      { field, direction: 'DESC' as const },
    ]),
  )('pages by %j: every call once, in order, nothing last', async (sort) => {
    const seen: CallView[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await stores.callReader.calls(
        EVERYTHING,
        listing({ first: 7, sort, ...(after === undefined ? {} : { after }) }),
      );
      seen.push(...page.items.map(({ item }) => item));
      if (!page.hasNextPage) break;
      after = page.items.at(-1)?.cursor;
    }
    expect(new Set(seen.map((call) => call.id)).size).toBe(60);
    expect(seen).toHaveLength(60);
    const sign = sort.direction === 'ASC' ? 1 : -1;
    const compare = (a: string | number, b: string | number) => sign * (a < b ? -1 : a > b ? 1 : 0);
    const expected = [...seen].sort((a, b) => {
      const [left, right] = [keyOf[sort.field](a), keyOf[sort.field](b)];
      if (left === null || right === null) return left === right ? compare(a.id, b.id) : left === null ? 1 : -1;
      return compare(left, right) || compare(a.id, b.id);
    });
    expect(seen.map((call) => call.id)).toEqual(expected.map((call) => call.id));
  });

  it.each([{}, { status: ['LIVE' as const] }, { text: 'agent' }, { hasAlert: false }])(
    'pages through what the filter %j lets through, forwards',
    async (filter) => {
      for (const field of fields) {
        const wanted = await ids({ filter, sort: { field, direction: 'ASC' } });
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await stores.callReader.calls(
            EVERYTHING,
            listing({
              first: 9,
              filter,
              sort: { field, direction: 'DESC' },
              ...(after === undefined ? {} : { after }),
            }),
          );
          seen.push(...page.items.map(({ item }) => item.id));
          after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
        } while (after !== undefined);
        expect([...seen].sort()).toEqual(wanted);
      }
    },
  );

  it('returns the same page whether it filters first or not', async () => {
    const wanted = listing({ first: 7, filter: { hasAlert: false }, sort: { field: 'AGENT', direction: 'DESC' } });
    const query = { ...wanted, order: orderName(EVERYTHING, wanted), reached: { tenant: 'default', only: null } };
    const [walked, sorted] = [callPageSql(query, false), callPageSql(query, true)];
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const rows = async ({ text, values }: { text: string; values: unknown[] }) =>
      (await client.query(text, values)).rows as unknown[];
    const [left, right] = [await rows(walked), await rows(sorted)];
    await client.end();
    expect(left).toHaveLength(8);
    expect(right).toEqual(left);
  });

  it('applies filters alone and combined', async () => {
    const all = await read(listing());
    const where = (keep: (call: CallView) => boolean) =>
      all
        .filter(keep)
        .map((call) => call.id)
        .sort();
    expect(await ids({ filter: { status: ['ENDED', 'INTERRUPTED'] } })).toEqual(
      where((call) => call.status !== 'LIVE'),
    );
    expect(await ids({ filter: { status: [] } })).toEqual([]);
    expect(await ids({ filter: { agentId: 'Agent_1' } })).toEqual(where((call) => call.agentId === 'Agent_1'));
    expect(await ids({ filter: { category: 'billing' } })).toEqual(
      where((call) => call.categories.includes('billing')),
    );
    expect(await ids({ filter: { hasAlert: true } })).toEqual(where((call) => call.alertCount > 0));
    expect(await ids({ filter: { hasAlert: false } })).toEqual(where((call) => call.alertCount === 0));
    expect(await ids({ filter: { startedFromMs: NOW + 2_000, startedToMs: NOW + 4_000 } })).toEqual(
      where((call) => call.startedAtMs >= NOW + 2_000 && call.startedAtMs <= NOW + 4_000),
    );
    expect(
      await ids({
        filter: { agentId: 'Agent_1', hasAlert: false, status: ['LIVE'] },
        sort: { field: 'AGENT', direction: 'ASC' },
      }),
    ).toEqual(where((call) => call.agentId === 'Agent_1' && call.alertCount === 0 && call.status === 'LIVE'));
  });

  it('finds a part of the id, the agent or a number, and searches special characters literally', async () => {
    expect(await ids({ filter: { text: 'CALL-07' } })).toEqual(['call-07']);
    expect(await ids({ filter: { text: '+15551200' } })).toEqual(['call-12']);
    expect((await ids({ filter: { text: 'agent_1' } })).length).toBeGreaterThan(3);
    expect(await ids({ filter: { text: 'agent%1' } })).toEqual([]);
    expect(await ids({ filter: { text: 'agent-1' } })).toEqual([]);
    expect(await ids({ filter: { text: '%' } })).toEqual([]);
    expect(await ids({ filter: { text: '\\' } })).toEqual([]);
    expect(await ids({ filter: { text: "'; --" } })).toEqual([]);
    expect(await ids({ filter: { text: '\u0000' } })).toEqual([]);
    expect(await ids({ filter: { text: '' } })).toHaveLength(60);
  });

  it.each([
    'nonsense',
    '',
    Buffer.from('[]').toString('base64url'),
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from(JSON.stringify(['calls DURATION DESC', 1, 'a'])).toString('base64url'),
    Buffer.from(JSON.stringify([ORDER, 'x', 'a'])).toString('base64url'),
    Buffer.from(JSON.stringify([ORDER, null, 'a'])).toString('base64url'),
    Buffer.from(JSON.stringify([ORDER, 1, 'a\u0000'])).toString('base64url'),
  ])('refuses the cursor %j', async (after) => {
    await expect(stores.callReader.calls(EVERYTHING, listing({ after }))).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    await expect(stores.callReader.segments(EVERY_ROW, id('call-00'), { first: 1, after })).rejects.toMatchObject({
      code: 'BAD_CURSOR',
    });
  });

  it('refuses a cursor with an unknown status or an impossible time', async () => {
    const forged = (parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const cursorBy = (field: CallSortField, value: unknown) => {
      const query = listing({ sort: { field, direction: 'ASC' } });
      return { ...query, after: forged([orderName(EVERYTHING, query), value, 'a']) };
    };
    const byStatus = cursorBy('STATUS', 'GONE');
    await expect(stores.callReader.calls(EVERYTHING, byStatus)).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    await expect(
      stores.callReader.calls(EVERYTHING, listing({ after: forged([ORDER, 1e300, 'a']) })),
    ).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    const byAlerts = cursorBy('ALERTS', 1.5e30);
    await expect(stores.callReader.calls(EVERYTHING, byAlerts)).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });

  it('returns calls by id in the requested order', async () => {
    const found = await stores.callReader.callsById(EVERY_ROW, [
      id('call-05'),
      id('nobody'),
      id('call-01'),
      id('call-05'),
    ]);
    expect(found.map((call) => call?.id)).toEqual(['call-05', undefined, 'call-01', 'call-05']);
  });

  it('shows the duration and the ledger of a live call', async () => {
    await stores.callStore.apply([progress('going', 12_000), covered('going', 1, 0, 1_000)], NOW);
    expect((await stores.callReader.callsById(EVERY_ROW, [id('going')]))[0]).toMatchObject({
      status: 'LIVE',
      durationMs: 1_500,
      ledger: [
        { track: 0, receivedMs: 1_500, transcribedMs: 0 },
        { track: 1, receivedMs: 1_500, transcribedMs: 1_000 },
      ],
    });
  });

  it('pages segments in the order of their start', async () => {
    const writes = [5, 3, 3, 1, 9].map((startMs, at) =>
      segment('talk', { segmentId: `1-${at}-0` as never, track: at % 2, startMs, endMs: startMs + 1, text: `${at}` }),
    );
    await stores.callStore.apply(writes, NOW);
    const first = await stores.callReader.segments(EVERY_ROW, id('talk'), { first: 2 });
    const rest = await stores.callReader.segments(EVERY_ROW, id('talk'), {
      first: 10,
      after: first.items.at(-1)?.cursor ?? '',
    });
    expect(first.hasNextPage).toBe(true);
    expect(rest.hasNextPage).toBe(false);
    expect([...first.items, ...rest.items].map(({ item }) => item.startMs)).toEqual([1, 3, 3, 5, 9]);
    const byId = await stores.callReader.segmentsById(EVERY_ROW, [
      { callId: id('talk'), id: '1-3-0' as never },
      { callId: id('other'), id: '1-3-0' as never },
    ]);
    expect(byId.map((found) => found?.text)).toEqual(['3', undefined]);
  });

  it('lists the category matches of a call', async () => {
    expect(await stores.callReader.categoryMatches(EVERYTHING, id('call-12'))).toEqual([
      { category: 'billing', isAlert: true, segmentId: 's', ...exampleSpeaker('CUSTOMER'), atMs: 100 },
    ]);
  });

  it('seeds the same calls each time', async () => {
    await seedCalls({ url, count: 500, segmentsPerCall: 2 });
    await seedCalls({ url, count: 500, segmentsPerCall: 2 });
    expect(await runSql(url, `select count(*)::int as n from calls where source = 'seed'`)).toEqual([{ n: 500 }]);
    const seeded = await read(listing({ filter: { category: 'billing', text: '+18005550100' } }));
    expect(seeded.length).toBeGreaterThan(50);
    expect(
      (await stores.callReader.segments(EVERY_ROW, seeded[0]?.id ?? id('none'), { first: 10 })).items,
    ).toHaveLength(2);
  });
});
