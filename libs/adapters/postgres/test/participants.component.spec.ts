import { EVERY_ROW, type CallView, type CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  EVERYTHING,
  assigned,
  changed,
  covered,
  done,
  ended,
  figuresOf,
  id,
  joined,
  left,
  metrics,
  NOW,
  participant,
  progress,
  runSql,
  startDatabase,
  started,
} from './postgres.js';

const customer = participant('customer', 'CUSTOMER', { number: '+15550100' });
const agent = participant('agent', 'AGENT');
const kim = participant('kim', 'SUPERVISOR', { name: 'Kim' });

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase('persistence')), 120_000);
afterAll(() => database.stop(), 60_000);

const apply = (...writes: CallWrite[]) => database.stores.callStore.apply(writes, NOW);
const call = async (callId: string): Promise<CallView> => {
  const [found] = await database.stores.callReader.callsById(EVERY_ROW, [id(callId)]);
  if (!found) throw new Error('no such call');
  return found;
};

/** All orders of the items. */
const ordersOf = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, at) =>
        ordersOf([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
      );

describe('the participants of a call in PostgreSQL', () => {
  it('do not depend on the order of their events, which all come twice', async () => {
    const facts = (callId: string) => [
      joined(callId, kim, 1_000),
      changed(callId, { ...kim, name: 'Kim Lee', number: '17' }, 2_000),
      left(callId, kim, 3_000),
      joined(callId, { ...kim, role: 'AGENT' }, 5_000),
    ];
    for (const [at, order] of ordersOf([0, 1, 2, 3]).entries()) {
      const callId = `order-${at}`;
      const ordered = order.map((index) => facts(callId)[index] as CallWrite);
      if (at % 2) await apply(...ordered, ...ordered.toReversed());
      else for (const fact of [...ordered, ...ordered]) await apply(fact);
      expect((await call(callId)).participants).toEqual([
        { id: 'kim', role: 'AGENT', name: 'Kim', joinedMs: 1_000, leftMs: null },
      ]);
    }
  }, 60_000);

  it('count as gone after leaving until they join again, in either order of the events', async () => {
    const leftMs = async (callId: string) => (await call(callId)).participants[0]?.leftMs;
    await apply(joined('again', kim, 0), left('again', kim, 3_000));
    expect(await leftMs('again')).toBe(3_000);
    await apply(joined('again', kim, 5_000));
    expect(await leftMs('again')).toBeNull();
    await apply(left('again', kim, 3_000));
    expect(await leftMs('again')).toBeNull();
    await apply(left('again', kim, 9_000), left('again', kim, 8_000));
    expect(await leftMs('again')).toBe(9_000);
    expect((await call('again')).participants).toMatchObject([{ joinedMs: 0 }]);
  });

  it('are listed in the order of joining, and not before their joining is known', async () => {
    await apply(
      left('late', agent, 7_000),
      changed('late', { ...kim, name: 'K.' }, 6_000),
      joined('late', customer, 10),
    );
    expect((await call('late')).participants.map((one) => one.id)).toEqual(['customer']);
    await apply(joined('late', kim, 5_000), joined('late', agent, 5));
    expect((await call('late')).participants).toEqual([
      { id: 'agent', role: 'AGENT', joinedMs: 5, leftMs: 7_000 },
      { id: 'customer', role: 'CUSTOMER', number: '+15550100', joinedMs: 10, leftMs: null },
      { id: 'kim', role: 'SUPERVISOR', name: 'K.', joinedMs: 5_000, leftMs: null },
    ]);
  });

  it('keep the description with more details of two with the same time, and a change rather than a joining', async () => {
    const [bare, named] = [participant('p', 'UNKNOWN'), participant('p', 'CUSTOMER', { name: 'Sam' })];
    const roles = async (callId: string, ...facts: CallWrite[]) => {
      for (const fact of facts) await apply(fact);
      const [found] = (await call(callId)).participants;
      return [found?.role, found?.name];
    };
    expect(await roles('rich-1', joined('rich-1', bare, 0), joined('rich-1', named, 0))).toEqual(['CUSTOMER', 'Sam']);
    expect(await roles('rich-2', joined('rich-2', named, 0), joined('rich-2', bare, 0))).toEqual(['CUSTOMER', 'Sam']);
    expect(await roles('rich-3', changed('rich-3', bare, 0), joined('rich-3', named, 0))).toEqual([
      'UNKNOWN',
      undefined,
    ]);
    expect(await roles('rich-4', joined('rich-4', named, 0), changed('rich-4', bare, 0))).toEqual([
      'UNKNOWN',
      undefined,
    ]);
  });

  it('change the version of the call once, and are announced again with the same version', async () => {
    await apply(started('version'));
    const before = (await call('version')).version;
    const facts = [joined('version', kim, 0), assigned('version', 2, kim, 0)];
    const announced = { kind: 'call', callId: 'version', id: 'version', version: before + 1 };
    expect((await apply(...facts)).changes).toEqual([announced]);
    expect((await apply(...facts)).changes).toEqual([announced]);
    expect((await apply(assigned('version', 2, null, 9)))?.changes).toEqual([{ ...announced, version: before + 2 }]);
  });

  it('may have characters that PostgreSQL refuses in their names and ids', async () => {
    const odd = { ...participant('x\ud800', 'AGENT'), name: 'a\u0000b' };
    await apply(joined('odd', odd, 0));
    await apply(left('odd', odd, 5), assigned('odd', 0, odd, 0), progress('odd', 1));
    expect(await call('odd')).toMatchObject({
      participants: [{ id: 'x\ufffd', name: 'a\ufffdb', leftMs: 5 }],
      tracks: [{ participantId: 'x\ufffd' }, { participantId: null }],
    });
  });

  it('who are customers count by their talk time in the sentiment that lists sort by', async () => {
    const sentiment = async (callId: string, ...participants: Parameters<typeof figuresOf>[]) => {
      await apply(metrics(callId, 1, ...participants.map((one) => figuresOf(...one))));
      const [row] = await runSql<{ s: number | null }>(
        database.url,
        `select customer_sentiment as s from calls where id = '${callId}'`,
      );
      return row?.s;
    };
    const second = { participantId: kim.id, talkMs: 3_000 };
    expect(await sentiment('mood-1', ['AGENT', 5], ['CUSTOMER', -0.782])).toBe(-0.782);
    expect(await sentiment('mood-2', ['CUSTOMER', 4, { talkMs: 1_000 }], ['CUSTOMER', -2, second])).toBe(-0.5);
    expect(await sentiment('mood-3', ['CUSTOMER', null, { talkMs: 1_000 }], ['CUSTOMER', -2, second])).toBe(-2);
    expect(await sentiment('mood-4', ['CUSTOMER', null], ['SUPERVISOR', 3])).toBeNull();
  });
});

describe('the tracks of a call in PostgreSQL', () => {
  it('show the participant of their last assignment, and no track beyond their number', async () => {
    const facts = [
      assigned('tracks', 0, customer, 0),
      assigned('tracks', 1, agent, 0),
      assigned('tracks', 2, null, 0),
      assigned('tracks', 2, kim, 4_000),
      assigned('tracks', 1, null, 5_000),
      assigned('tracks', 1, kim, 6_000),
      assigned('tracks', 2, null, 7_000),
    ];
    await apply(...facts.toReversed());
    expect((await call('tracks')).tracks).toEqual([]);
    await apply(progress('tracks', 8, { channelCount: 4 }));
    expect((await call('tracks')).tracks).toEqual([
      { track: 0, participantId: 'customer' },
      { track: 1, participantId: 'kim' },
      { track: 2, participantId: null },
      { track: 3, participantId: null },
    ]);
  });

  it('have all their assignments in the order of time', async () => {
    await apply(started('history'), assigned('history', 1, kim, 4_000), assigned('history', 1, null, 5_000));
    await apply(
      assigned('history', 1, agent, 0),
      assigned('history', 0, customer, 0),
      assigned('history', 1, kim, 4_000),
    );
    expect(await database.stores.callReader.trackAssignments(EVERYTHING, id('history'))).toEqual([
      { track: 0, participantId: 'customer', role: 'CUSTOMER', fromMs: 0 },
      { track: 1, participantId: 'agent', role: 'AGENT', fromMs: 0 },
      { track: 1, participantId: 'kim', role: 'SUPERVISOR', fromMs: 4_000 },
      { track: 1, participantId: null, role: null, fromMs: 5_000 },
    ]);
    expect(await database.stores.callReader.trackAssignments(EVERYTHING, id('nobody'))).toEqual([]);
  });

  it.each([3, 16])('have a ledger each, and all %i of them add up when the call is complete', async (channelCount) => {
    const callId = `ledger-${channelCount}`;
    const reserved = channelCount - 1;
    await apply(
      progress(callId, 80_000, { channelCount }),
      assigned(callId, 0, customer, 0),
      assigned(callId, reserved, null, 0),
      {
        kind: 'audio-gap',
        callId: id(callId),
        atMs: NOW,
        tracks: [...Array(channelCount).keys()],
        fromMs: 2_000,
        toMs: 3_000,
        reason: 'CONNECTION_LOST',
      },
      covered(callId, 0, 0, 10_000),
      // Nobody is on the last track, but its silence is covered; the others miss words at the end.
      covered(callId, reserved, 0, 10_000),
      ...Array.from({ length: channelCount - 2 }, (_, at) => covered(callId, at + 1, 0, 6_000)),
    );
    const { completed } = await apply(ended(callId), done(callId, 'audio-done'), done(callId, 'transcript-done'));
    const undeclaredGapMs = (channelCount - 2) * 4_000;
    expect(completed).toEqual([{ callId, status: 'ENDED', undeclaredGapMs, addsUp: true }]);
    const { ledger } = await call(callId);
    expect(ledger.map(({ track }) => track)).toEqual([...Array(channelCount).keys()]);
    for (const { track, receivedMs, transcribedMs, pausedMs, gapMs, gaps } of ledger) {
      expect([receivedMs, pausedMs, transcribedMs + gapMs]).toEqual([10_000, 0, 10_000]);
      const isWhole = track === 0 || track === reserved;
      expect(gaps.map(({ reason }) => reason)).toEqual(
        isWhole ? ['CONNECTION_LOST'] : ['CONNECTION_LOST', 'PROCESS_LOST'],
      );
      expect(transcribedMs).toBe(isWhole ? 9_000 : 5_000);
    }
  });
});
