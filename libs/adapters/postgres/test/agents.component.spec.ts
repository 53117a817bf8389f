import type { AgentQuery } from '@earshot/ports';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { agentSearchSql } from '../src/calls/agents/agent-search-sql.js';
import { Agents1796000000100 } from '../src/migrations/1796000000100-agents.js';
import { seedCalls, type PostgresStores } from '../src/index.js';
import { EVERYTHING, match, runSql, started, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

let stores: PostgresStores;
let stop: () => Promise<void>;
let url: string;

const findAgents = (prefix: string, over: Partial<AgentQuery> = {}) =>
  stores.callReader.agents(EVERYTHING, { prefix, first: 10, filter: {}, ...over });

beforeAll(async () => {
  ({ stores, stop, url } = await startDatabase());
  const names = ['Zoë Müller', 'muriel', 'ŁUKASZ', '100%_sure', 'agent-7', 'a\u0000b', 'x'.repeat(1_000)];
  await stores.callStore.apply(
    names.flatMap((agentId, at) => [started(`call-${at}`, { agentId }), started(`again-${at}`, { agentId })]),
    1,
  );
  await stores.callStore.apply([started('nobody'), match('call-1', 'billing', 's', true)], 2);
});
afterAll(() => stop());

describe('a search for agents', () => {
  it.each<[string, string[]]>([
    ['MÜL', ['Zoë Müller']],
    ['mu', ['Zoë Müller', 'muriel']],
    ['zoe m', ['Zoë Müller']],
    ['lukasz', ['ŁUKASZ']],
    ['7', ['agent-7']],
    ['100%', ['100%_sure']],
    ['%', []],
    ['ller', []],
    ['a\u0000', ['a\ufffdb']],
    ['xxxx', ['x'.repeat(1_000)]],
  ])('finds by %j the agents whose id, or a word in it, begins so', async (prefix, agents) => {
    expect(await findAgents(prefix)).toEqual(agents);
  });

  it('returns each agent once, at most as many as asked for, in the order of the folded text', async () => {
    expect(await findAgents('')).toHaveLength(7);
    const [first, second] = await findAgents('m');
    expect([first, second]).toEqual(['Zoë Müller', 'muriel']);
    expect(await findAgents('m', { first: 1 })).toEqual([first]);
  });

  it('finds only agents on calls that meet the conditions', async () => {
    expect(await findAgents('', { filter: { hasAlert: true } })).toEqual(['muriel']);
    expect(await findAgents('', { filter: { text: 'call-4' } })).toEqual(['agent-7']);
  });

  it('finds an agent no longer when none of its calls is stored', async () => {
    await stores.callStore.apply([started('short-lived', { agentId: 'temporary' })], 3);
    expect(await findAgents('temp')).toEqual(['temporary']);
    await runSql(url, `delete from calls where id = 'short-lived'`);
    expect(await findAgents('temp')).toEqual([]);
  });

  it('finds the agents of calls that were stored before the table', async () => {
    const before = await findAgents('');
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    const runner = source.createQueryRunner();
    const migration = new Agents1796000000100();
    await migration.down(runner);
    await migration.up(runner);
    await source.destroy();
    expect(await findAgents('')).toEqual(before);
  });

  it('uses an index for the agents and one for their calls', async () => {
    await seedCalls({ url, count: 10_000 });
    await stores.callStore.apply(
      Array.from({ length: 3_000 }, (_, at) => started(`many-${at}`, { agentId: `Person ${at} Surname${at % 50}` })),
      4,
    );
    await runSql(url, 'vacuum analyze agent_searches, calls');
    const { text, values } = agentSearchSql(
      { tenant: 'default', only: null },
      { prefix: 'surname7', first: 10, filter: {} },
    );
    const [limited = '', ...others] = [text, ...values.map(String)];
    const sql = others.reduce((filled, value, at) => filled.replaceAll(`$${at + 1}`, `'${value}'`), limited);
    const plan = (await runSql<{ 'QUERY PLAN': string }>(url, `explain ${sql}`))
      .map((line) => line['QUERY PLAN'])
      .join('\n');
    expect(plan).not.toContain('Seq Scan');
    expect(plan).toMatch(/Index Only Scan using agent_searches_pkey/);
    expect(plan).toMatch(/Index Only Scan using calls_(by_agent|of_agent_by_start) on calls/);
    expect(await findAgents('surname7')).toHaveLength(10);
    expect(await findAgents('agent-399')).toEqual(['agent-399']);
  });
});
