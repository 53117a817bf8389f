import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPrincipal, type Principal } from '@earshot/domain';
import { Received } from './support/gateway-clients.js';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall } from './support/secret-call.js';

const CHANGES = 'subscription { callChanged { id } }';
const WORDS = 'subscription ($id: ID!) { segmentChanged(callId: $id) { callId id } }';
const SUBSCRIBERS = 1_000;
/** A socket runs at most 50 operations. */
const PER_SOCKET = 50;

const agents = Array.from({ length: 8 }, (_, n) => `agent-${n}`);
/** A call of each agent, those of every other agent in a queue, and one of another tenant. */
const calls = [
  ...agents.map((agentId, n) =>
    secretCall(`of-${n}`, `+1555000000${n}`, { tenant: 'default', agentId, ...(n % 2 === 0 && { queue: 'claims' }) }),
  ),
  secretCall('foreign', '+15550000099', { tenant: 'elsewhere', agentId: 'agent-0', queue: 'claims' }),
];
const idsOf = (numbers: readonly number[]) => numbers.map((n) => String(calls[n]?.id));

const somebody: Principal = { ...openPrincipal, key: 'user:1', roles: ['SUPERVISOR'], sources: [] };
/** Each principal and the calls that it reaches. */
const viewers: Readonly<Record<string, { readonly principal: Principal; readonly ids: readonly string[] }>> = {
  ...Object.fromEntries(
    agents.map((agentId, n) => [agentId, { principal: { ...somebody, roles: ['AGENT'], agentId }, ids: idsOf([n]) }]),
  ),
  team: { principal: { ...somebody, teams: ['north'] }, ids: idsOf([0, 1, 2]) },
  queue: { principal: { ...somebody, queues: ['claims'] }, ids: idsOf([0, 2, 4, 6]) },
  'team and queue': { principal: { ...somebody, teams: ['north'], queues: ['claims'] }, ids: idsOf([0, 1, 2, 4, 6]) },
  everything: { principal: somebody, ids: idsOf([0, 1, 2, 3, 4, 5, 6, 7]) },
  elsewhere: { principal: { ...somebody, tenant: 'elsewhere' }, ids: idsOf([8]) },
  stranger: { principal: { ...somebody, tenant: 'third' }, ids: [] },
};

describe('subscribers who reach different calls', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    const principals = Object.entries(viewers).map(([name, { principal }]) => [name, { ...principal, key: name }]);
    scoped = await startScopedGateway(Object.fromEntries(principals) as Record<string, Principal>, {
      EARSHOT_MAX_SOCKETS_PER_CLIENT: '100',
      EARSHOT_QUERY_COST_PER_MINUTE: '100000000',
    });
    for (const agentId of agents.slice(0, 3)) await scoped.addMembers({ tenant: 'default', team: 'north', agentId });
    for (const { facts } of calls) await scoped.store(...facts);
  });
  afterAll(() => scoped.stop());

  const expectTeamReaches = async (ids: readonly string[]) => {
    const query = '{ calls(first: 20) { nodes { id } } }';
    const { data } = await scoped.gateway.query(query, {}, as('team'));
    const { calls: page } = data as never as { calls: { nodes: { id: string }[] } };
    expect(page.nodes.map(({ id }) => id).toSorted()).toEqual(ids);
  };

  it('get only theirs, a thousand at once', async () => {
    const { gateway, stores } = scoped;
    const names = Object.keys(viewers);
    const subscribed = Array.from({ length: SUBSCRIBERS / PER_SOCKET }, (_, socket) => {
      const name = names[socket % names.length] ?? 'stranger';
      const client = gateway.client(as(name));
      return { name, received: Array.from({ length: PER_SOCKET }, () => new Received(client, CHANGES)) };
    });
    await gateway.untilOpen(
      'call',
      subscribed.flatMap(({ received }) => received),
    );
    const before = gateway.metrics.get('earshot_gateway_deliveries_total', { kind: 'call' });
    await scoped.store(...calls.map((call) => call.nextProblem()));
    for (const { name, received } of subscribed) {
      const ids = viewers[name]?.ids ?? [];
      await Promise.all(received.map((each) => each.until(() => each.updates.length >= ids.length)));
    }
    for (const { name, received } of subscribed)
      for (const { updates } of received) {
        const seen = updates.map(({ callChanged }) => callChanged?.id).toSorted();
        expect({ name, seen }).toEqual({ name, seen: viewers[name]?.ids });
      }
    const expected = subscribed.reduce((sum, { name }) => sum + PER_SOCKET * (viewers[name]?.ids.length ?? 0), 0);
    expect(gateway.metrics.get('earshot_gateway_deliveries_total', { kind: 'call' }) - before).toBe(expected);
    expect(await stores.teams.listMembers()).toHaveLength(3);
  });

  it('get nothing more of an agent who left their team, whose calls their list no longer has', async () => {
    const { gateway, stores } = scoped;
    const [call] = calls;
    const id = String(call?.id);
    const viewing = ['team', 'everything'].map((name) => new Received(gateway.client(as(name)), WORDS, { id }));
    await gateway.untilOpen('segment', viewing);
    const [team, everything] = viewing;
    const say = async () => {
      const count = everything?.updates.length ?? 0;
      if (call !== undefined) await scoped.store(call.nextWords());
      await everything?.until(() => everything.updates.length > count);
    };
    await say();
    await team?.until(() => team.updates.length === 1);
    await stores.teams.removeMember({ tenant: 'default', team: 'north', agentId: 'agent-0' });
    await expectTeamReaches(idsOf([1, 2]));
    // The members in memory are read again within a second. From then on, nothing is delivered to the team.
    let quiet = 0;
    while (quiet < 3) {
      const before = gateway.metrics.get('earshot_gateway_deliveries_total', { kind: 'segment' });
      await say();
      const delivered = gateway.metrics.get('earshot_gateway_deliveries_total', { kind: 'segment' }) - before;
      quiet = delivered === 1 ? quiet + 1 : 0;
    }
    expect(team?.error).toBeNull();
  });
});
