import type { CallId, EventData, SegmentId } from '@earshot/contracts';
import { everythingOf, isInScope, type RowScope } from '@earshot/domain';
import { EVERY_ROW, type CallQuery } from '@earshot/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PostgresStores } from '../src/index.js';
import {
  assigned,
  EVERYTHING,
  id,
  listing,
  match,
  NOW,
  participant,
  progress,
  runSql,
  segment,
  started,
  startDatabase,
} from './postgres.js';

jest.setTimeout(180_000);

const tenants = ['default', 'elsewhere'];
const agents = ['ben', 'mia', undefined, 'zoe'];
const queues = ['claims', undefined, 'sales'];
const members = [
  { tenant: 'default', team: 'north', agentId: 'mia' },
  { tenant: 'default', team: 'south', agentId: 'ben' },
  { tenant: 'elsewhere', team: 'north', agentId: 'zoe' },
];

const nothing: RowScope = { tenant: 'default', all: false, agentIds: [], teams: [], queues: [] };
const scopes: Readonly<Record<string, RowScope>> = {
  everything: EVERYTHING,
  'everything of another tenant': everythingOf('elsewhere'),
  'own calls': { ...nothing, agentIds: ['mia'] },
  'a team': { ...nothing, teams: ['north'] },
  'two teams': { ...nothing, teams: ['north', 'south'] },
  'a team without agents': { ...nothing, teams: ['west'] },
  'a queue': { ...nothing, queues: ['claims'] },
  'own calls, a team and a queue': { ...nothing, agentIds: ['zoe'], teams: ['south'], queues: ['sales'] },
  'no call': nothing,
  'a tenant without calls': everythingOf('nobody'),
};

interface StoredCall {
  readonly id: CallId;
  readonly data: Partial<EventData<'call.started'>>;
}

/** One call for each tenant, agent and queue, in the order of their ids. */
const calls: StoredCall[] = tenants.flatMap((tenant) =>
  agents.flatMap((agentId) =>
    queues.map((queue) => ({
      id: id([tenant, agentId ?? 'nobody', queue ?? 'none'].join('-')),
      data: { tenant, ...(agentId !== undefined && { agentId }), ...(queue !== undefined && { queue }) },
    })),
  ),
);

const isReached = (scope: RowScope, { data: { tenant = '', agentId, queue } }: StoredCall) => {
  const memberships = members.filter((each) => each.tenant === tenant && each.agentId === agentId);
  const agentTeams = memberships.map(({ team }) => team);
  return isInScope(scope, { tenant, agentId: agentId ?? null, queue: queue ?? null, agentTeams });
};

describe('every read of a call', () => {
  let stores: PostgresStores;
  let url: string;
  let stop: () => Promise<void>;
  const reader = () => stores.callReader;
  const listIds = async (scope: RowScope, query: Partial<CallQuery> = {}) =>
    (await reader().calls(scope, listing(query))).items.map(({ item }) => item.id).sort();
  const setMembers = (rows: typeof members) =>
    runSql(
      url,
      `truncate team_members; ${rows
        .map(({ tenant, team, agentId }) => `insert into team_members values ('${tenant}', '${team}', '${agentId}');`)
        .join(' ')}`,
    );

  beforeAll(async () => {
    ({ stores, url, stop } = await startDatabase());
    for (const { id: callId, data } of calls) {
      const agent = participant('agent', 'AGENT');
      await stores.callStore.apply(
        [
          started(callId, data),
          segment(callId),
          match(callId, 'Billing', '1-0-0'),
          assigned(callId, 1, agent, 0),
          progress(callId, 8_000),
        ],
        NOW,
      );
    }
  });
  beforeEach(() => setMembers(members));
  afterAll(() => stop());

  describe.each(Object.entries(scopes))('within %s', (_name, scope) => {
    const reached = calls.filter((call) => isReached(scope, call)).map((call) => call.id);
    const seen = (callId: CallId, answer: unknown) => ({ callId, isSeen: reached.includes(callId), answer });

    it('lists its calls, whatever the filter, order and page', async () => {
      expect(await listIds(scope)).toEqual([...reached].sort());
      expect(await listIds(scope, { filter: { agentId: 'mia' } })).toEqual(
        calls.filter((call) => isReached(scope, call) && call.data.agentId === 'mia').map((call) => call.id),
      );
      const paged: CallId[] = [];
      let after: string | undefined;
      do {
        const sort = { field: 'AGENT', direction: 'DESC' } as const;
        const page = await reader().calls(scope, listing({ first: 2, sort, ...(after !== undefined && { after }) }));
        paged.push(...page.items.map(({ item }) => item.id));
        after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
      } while (after !== undefined);
      expect(paged.sort()).toEqual([...reached].sort());
    });

    it('finds the agents of its calls', async () => {
      const found = calls.filter((call) => reached.includes(call.id)).flatMap(({ data }) => data.agentId ?? []);
      const query = { prefix: '', first: 50, filter: {} };
      expect([...(await reader().agents(scope, query))].sort()).toEqual([...new Set(found)].sort());
    });

    it('gives its calls by id and nothing of the others', async () => {
      const found = await reader().callsById(
        scope,
        calls.map((call) => call.id),
      );
      expect(found.flatMap((call) => call?.id ?? [])).toEqual(reached);
      const keys = calls.map((call) => ({ callId: call.id, id: '1-0-0' as SegmentId }));
      const segments = await reader().segmentsById(scope, keys);
      expect(segments.flatMap((found) => found?.callId ?? [])).toEqual(reached);
      for (const { id: callId } of calls) {
        const isSeen = reached.includes(callId);
        const { items } = await reader().segments(scope, callId, { first: 10 });
        const matches = await reader().categoryMatches(scope, callId);
        const assignments = await reader().trackAssignments(scope, callId);
        const account = await reader().recordingAccount(scope, callId);
        expect(seen(callId, [items.length, matches.length, assignments.length, account !== null])).toEqual(
          seen(callId, isSeen ? [1, 1, 1, true] : [0, 0, 0, false]),
        );
      }
    });
  });

  it('follows an agent who moves to another team at once', async () => {
    const north: RowScope = { ...nothing, teams: ['north'] };
    const of = (agentId: string) => calls.filter(({ data }) => data.tenant === 'default' && data.agentId === agentId);
    expect(await listIds(north)).toEqual(of('mia').map((call) => call.id));
    await setMembers([{ tenant: 'default', team: 'north', agentId: 'ben' }]);
    expect(await listIds(north)).toEqual(of('ben').map((call) => call.id));
  });

  it('refuses the cursor of another scope, and takes that of the same', async () => {
    const { items } = await reader().calls(EVERYTHING, listing({ first: 1 }));
    const [first] = items;
    const after = first?.cursor ?? '';
    for (const scope of Object.values(scopes).filter((scope) => scope !== EVERYTHING))
      await expect(reader().calls(scope, listing({ after }))).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    expect(await listIds(EVERYTHING, { after })).toHaveLength(calls.length / 2 - 1);
    const callId = first?.item.id ?? id('none');
    const segments = await reader().segments(EVERYTHING, callId, { first: 1 });
    const page = { first: 1, after: segments.items[0]?.cursor ?? '' };
    await expect(reader().segments(EVERY_ROW, callId, page)).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    expect((await reader().segments(EVERYTHING, callId, page)).items).toEqual([]);
  });

  it('reaches a call only once its start is stored, because its placement is unknown before', async () => {
    await stores.callStore.apply([segment('early'), progress('early', 8_000)], NOW);
    const early = [id('early')];
    for (const tenant of ['', ...tenants])
      expect(await reader().callsById(everythingOf(tenant || 'default'), early)).toEqual([null]);
    expect(await reader().placementsById(EVERY_ROW, early)).toEqual([null]);
    expect((await reader().callsById(EVERY_ROW, early)).map((call) => call?.id)).toEqual(early);
    await stores.callStore.apply([started('early', { tenant: 'elsewhere', agentId: 'mia', queue: 'sales' })], NOW);
    expect(await reader().callsById(EVERYTHING, early)).toEqual([null]);
    expect((await reader().callsById(everythingOf('elsewhere'), early)).map((call) => call?.queue)).toEqual(['sales']);
    expect(await reader().placementsById(EVERY_ROW, early)).toEqual([
      { tenant: 'elsewhere', agentId: 'mia', queue: 'sales' },
    ]);
  });

  it('leaves a call to its first owner, whatever another start says', async () => {
    const first = { tenant: 'default', startedBy: 'key:k1', agentId: 'mia', queue: 'claims' };
    await stores.callStore.apply([started('kept', first)], NOW);
    const taken = { tenant: 'elsewhere', startedBy: 'key:k2', agentId: 'zoe', customerNumber: '+1', queue: 'sales' };
    await stores.callStore.apply([started('kept', taken)], NOW);
    expect(await stores.streamRegistry.find(id('kept'))).toMatchObject({ startedBy: 'key:k1' });
    expect(await reader().callsById(everythingOf('elsewhere'), [id('kept')])).toEqual([null]);
    expect(await reader().callsById(EVERYTHING, [id('kept')])).toMatchObject([
      { agentId: 'mia', queue: 'claims', customerNumber: null },
    ]);
  });

  it('knows who brought a call, and puts a call of an earlier version into the tenant default', async () => {
    await stores.callStore.apply(
      [started('owned', { tenant: 'elsewhere', startedBy: 'key:k1' }), started('older')],
      NOW,
    );
    expect(await stores.streamRegistry.find(id('owned'))).toMatchObject({ startedBy: 'key:k1' });
    expect(await stores.streamRegistry.find(id('older'))).toMatchObject({ startedBy: null });
    expect((await reader().callsById(EVERYTHING, [id('older')])).map((call) => call?.tenant)).toEqual(['default']);
  });
});
