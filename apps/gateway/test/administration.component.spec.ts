import { parseEvent } from '@earshot/contracts';
import { openPrincipal, roles, type Principal } from '@earshot/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';

const somebody: Principal = { ...openPrincipal, key: 'user:1', sources: [], roles: ['ADMIN'], subject: 'Ada' };

interface Key {
  readonly id: string;
  readonly name: string;
  readonly revokedAt: string | null;
  readonly replacedBy: string | null;
  readonly expiresAt: string | null;
}
const KEY = '{ id name roles sources agentId teams queues expiresAt revokedAt replacedBy }';

describe('administration', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    const byRole = Object.fromEntries(roles.map((role) => [role, { ...somebody, agentId: 'mia', roles: [role] }]));
    scoped = await startScopedGateway(
      {
        ...byRole,
        'foreign admin': { ...somebody, tenant: 'elsewhere' },
        source: { ...somebody, kind: 'SOURCE', sources: ['lca'] },
      },
      { EARSHOT_QUERY_COST_PER_MINUTE: '100000000' },
    );
  });
  afterAll(() => scoped.stop());

  const ask = async (query: string, viewer = 'ADMIN') => {
    const { data, errors } = await scoped.gateway.query(query, {}, as(viewer));
    return { data: data as never as Record<string, never>, code: errors?.[0]?.extensions.code };
  };
  const createKey = async (input: string, viewer = 'ADMIN') =>
    (await ask(`mutation { createAccessKey(input: { ${input} }) { text key ${KEY} } }`, viewer)).data[
      'createAccessKey'
    ] as unknown as { text: string; key: Key };
  const listKeys = async (viewer = 'ADMIN') =>
    ((await ask(`{ accessKeys(first: 100) { nodes ${KEY} } }`, viewer)).data['accessKeys'] as { nodes: Key[] }).nodes;
  const recorded = () =>
    scoped.gateway.bus.published.flatMap(({ topic, value }) => {
      const event = parseEvent(value);
      if (topic !== 'calls.audit-trail' || !event.ok || event.value.type !== 'access.recorded') return [];
      return event.value.data.accesses.map(({ action, details }) => `${action} ${details.join(' ')}`);
    });

  it('shows the text of a new key once, and its row ever after', async () => {
    const { text, key } = await createKey('name: "Wallboard", roles: [SUPERVISOR], teams: ["north"]');
    expect(text).toMatch(new RegExp(`^ek_${key.id}_[\\w-]{43}$`));
    expect(await scoped.stores.accessKeys.findUsable(key.id, Date.now())).toMatchObject({ name: 'Wallboard' });
    const listed = await listKeys();
    expect(listed[0]).toEqual(key);
    expect(JSON.stringify(listed)).not.toContain(text.slice(12));
    expect(recorded()).toEqual(expect.arrayContaining([`MANAGE createAccessKey:${key.id}`, 'LIST accessKeys']));
  });

  it('rotates a key with an overlap, and revokes it', async () => {
    const { key } = await createKey('name: "Phones", sources: ["lca"]');
    const { data } = await ask(`mutation { rotateAccessKey(id: "${key.id}", overlapHours: 2) { text key ${KEY} } }`);
    const successor = (data['rotateAccessKey'] as { key: Key }).key;
    const old = (await listKeys()).find(({ id }) => id === key.id);
    expect(old?.replacedBy).toBe(successor.id);
    expect(Date.parse(old?.expiresAt ?? '')).toBeGreaterThan(Date.now());
    expect((await ask(`mutation { revokeAccessKey(id: "${successor.id}") }`)).data).toEqual({
      revokeAccessKey: successor.id,
    });
    expect((await ask(`mutation { revokeAccessKey(id: "${successor.id}") }`)).code).toBe('KEY_NOT_FOUND');
    expect(await scoped.stores.accessKeys.findUsable(successor.id, Date.now())).toBeNull();
    expect(recorded()).toEqual(
      expect.arrayContaining([
        `MANAGE rotateAccessKey:${key.id}`,
        `MANAGE revokeAccessKey:${successor.id}`,
        'REFUSED revokeAccessKey',
      ]),
    );
  });

  it.each([
    ['createAccessKey(input: { name: "a" }) { text }', 'BAD_INPUT'],
    ['createAccessKey(input: { name: "a", roles: [AGENT] }) { text }', 'BAD_INPUT'],
    ['createAccessKey(input: { name: "a", roles: [ADMIN], sources: ["lca"] }) { text }', 'BAD_INPUT'],
    ['createAccessKey(input: { name: "a", roles: [ADMIN], expiresAt: "2020-01-01T00:00:00Z" }) { text }', 'BAD_INPUT'],
    ['rotateAccessKey(id: "zzzzzzzz") { text }', 'KEY_NOT_FOUND'],
    ['rotateAccessKey(id: "zzzzzzzz", overlapHours: -1) { text }', 'BAD_INPUT'],
    ['addToTeam(team: " ", agentId: "mia") { name }', 'BAD_INPUT'],
  ])('refuses %s', async (mutation, code) => {
    expect((await ask(`mutation { ${mutation} }`)).code).toBe(code);
  });

  it('changes teams', async () => {
    const change = async (name: string, agentId: string) =>
      (await ask(`mutation { ${name}(team: "north", agentId: "${agentId}") { name agentCount agentIds } }`)).data[name];
    await change('addToTeam', 'mia');
    expect(await change('addToTeam', 'ben')).toEqual({ name: 'north', agentCount: 2, agentIds: ['ben', 'mia'] });
    expect(await change('removeFromTeam', 'mia')).toEqual({ name: 'north', agentCount: 1, agentIds: ['ben'] });
    const teams = { nodes: [{ name: 'north', agentIds: ['ben'] }] };
    expect((await ask('{ teams { nodes { name agentIds } } }')).data).toEqual({ teams });
    expect(await change('removeFromTeam', 'ben')).toBeNull();
    const [spaced, long] = ['Nord, Süd', 'n'.repeat(256)];
    for (const team of [spaced, long]) await ask(`mutation { addToTeam(team: "${team}", agentId: "mia") { name } }`);
    expect(recorded()).toEqual(
      expect.arrayContaining([
        ...['MANAGE addToTeam:north', 'MANAGE removeFromTeam:north'],
        ...['MANAGE addToTeam:Nord%2C%20S%C3%BCd', `MANAGE addToTeam:${'n'.repeat(64)}`],
      ]),
    );
    for (const team of [spaced, long])
      await ask(`mutation { removeFromTeam(team: "${team}", agentId: "mia") { name } }`);
  });

  it('does not reach the keys and teams of another tenant', async () => {
    const { key } = await createKey('name: "Ours", roles: [ANALYST]');
    await scoped.addMembers({ tenant: 'default', team: 'ours', agentId: 'mia' });
    expect(await listKeys('foreign admin')).toEqual([]);
    expect((await ask('{ teams { nodes { name } } }', 'foreign admin')).data).toEqual({ teams: { nodes: [] } });
    for (const mutation of [`revokeAccessKey(id: "${key.id}")`, `rotateAccessKey(id: "${key.id}") { text }`])
      expect((await ask(`mutation { ${mutation} }`, 'foreign admin')).code).toBe('KEY_NOT_FOUND');
    await ask('mutation { removeFromTeam(team: "ours", agentId: "mia") { name } }', 'foreign admin');
    const ours = await scoped.stores.teams.listTeams('default', { first: 1, name: 'ours' });
    expect(ours.items).toHaveLength(1);
    const theirs = await createKey('name: "Theirs", roles: [ANALYST]', 'foreign admin');
    expect((await listKeys()).map(({ id }) => id)).not.toContain(theirs.key.id);
  });

  const operations = [
    '{ accessKeys { nodes { id } } }',
    '{ teams { nodes { name } } }',
    '{ users { nodes { id } } }',
    '{ userSessions { nodes { id } } }',
    'mutation { createUser(input: { name: "a", roles: [ADMIN] }) { path } }',
    'mutation { changeUser(id: "a", change: { roles: [ADMIN] }) { id } }',
    'mutation { resetPassword(id: "a") { path } }',
    'mutation { resetTotp(id: "a") { id } }',
    'mutation { endSession(id: "a") }',
    'mutation { endUserSessions(userId: "a") }',
    'mutation { createAccessKey(input: { name: "a", roles: [ADMIN] }) { text } }',
    'mutation { rotateAccessKey(id: "a") { text } }',
    'mutation { revokeAccessKey(id: "a") }',
    'mutation { addToTeam(team: "a", agentId: "b") { name } }',
    'mutation { removeFromTeam(team: "a", agentId: "b") { name } }',
  ];
  it.each(['AGENT', 'SUPERVISOR', 'ANALYST', 'AUDITOR', 'source'].map((viewer) => [viewer]))(
    'is refused to %s, whatever the operation',
    async (viewer) => {
      const codes = await Promise.all(operations.map(async (operation) => (await ask(operation, viewer)).code));
      expect(codes).toEqual(operations.map(() => 'FORBIDDEN'));
    },
  );
});
