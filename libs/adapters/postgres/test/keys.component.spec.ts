import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { KeyQuery, NewAccessKey } from '@earshot/ports';
import type { PostgresStores } from '../src/index.js';
import { NOW, runSql, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

const aKey = (id: string, over: Partial<NewAccessKey> = {}): NewAccessKey => ({
  id,
  holder: id,
  tenant: 'default',
  name: 'Phones of the north',
  kind: 'SERVICE',
  roles: ['SUPERVISOR', 'AGENT'],
  teams: ['north, or "south"', 'a\\b'],
  queues: ['claims'],
  agentId: 'mia',
  sources: [],
  secretHash: Uint8Array.from({ length: 32 }, (_, at) => at),
  createdAtMs: NOW,
  expiresAtMs: NOW + 10_000,
  ...over,
});

describe('keys and teams', () => {
  let url: string;
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  const keys = () => stores.accessKeys;
  const listKeys = async (query: KeyQuery = { first: 100 }) =>
    (await keys().list('default', query)).items.map(({ item }) => item);

  beforeAll(async () => {
    ({ url, stores, stop } = await startDatabase());
  });
  afterAll(() => stop());
  beforeEach(async () => {
    await runSql(url, 'delete from access_keys');
    await runSql(url, 'delete from team_members');
  });

  it('returns a key unchanged while it is usable', async () => {
    await keys().add(aKey('k1'));
    await keys().add(aKey('k2', { kind: 'SOURCE', roles: [], sources: ['lca'], agentId: null, expiresAtMs: null }));
    const none = { revokedAtMs: null, lastUsedAtMs: null, replacedBy: null };
    const secretHash = Buffer.from(aKey('k1').secretHash);
    expect(await keys().findUsable('k1', NOW)).toEqual({ ...aKey('k1'), ...none, secretHash });
    expect((await keys().listUsable(NOW)).map(({ id }) => id)).toEqual(['k1', 'k2']);
    expect((await keys().listUsable(NOW + 10_000)).map(({ id }) => id)).toEqual(['k2']);
    expect(await keys().findUsable('k1', NOW + 10_000)).toBeNull();
    expect(await keys().findUsable('k3', NOW)).toBeNull();
  });

  it('revokes a key once, and keeps its row without its hash in the list', async () => {
    await keys().add(aKey('k1'));
    expect(await keys().revoke('k1', NOW + 5)).toBe(true);
    expect(await keys().revoke('k1', NOW + 6)).toBe(false);
    expect(await keys().findUsable('k1', NOW + 5)).toBeNull();
    const [listed] = await listKeys();
    expect(listed).toMatchObject({ id: 'k1', revokedAtMs: NOW + 5 });
    expect(listed).not.toHaveProperty('secretHash');
  });

  it('replaces a key, which works until the end of the overlap or its own, whichever is first', async () => {
    await keys().add(aKey('k1'));
    await keys().add(aKey('k2', { expiresAtMs: null }));
    expect(await keys().replace('k1', aKey('k3', { holder: 'k1' }), NOW + 20_000)).toBe(true);
    expect(await keys().replace('k2', aKey('k4', { holder: 'k2' }), NOW + 20_000)).toBe(true);
    expect(await keys().findUsable('k1', NOW)).toMatchObject({ expiresAtMs: NOW + 10_000, replacedBy: 'k3' });
    expect(await keys().findUsable('k2', NOW)).toMatchObject({ expiresAtMs: NOW + 20_000, replacedBy: 'k4' });
    expect(await keys().findUsable('k3', NOW)).toMatchObject({ holder: 'k1' });
    await keys().revoke('k1', NOW);
    expect(await keys().replace('k1', aKey('k5'), NOW)).toBe(false);
    expect(await keys().findUsable('k5', NOW)).toBeNull();
  });

  it('keeps few short-lived keys of a holder, and lets one live on', async () => {
    const short = (id: string, createdAtMs: number) =>
      keys().addShortLived(aKey(id, { holder: 'ada', createdAtMs, expiresAtMs: createdAtMs + 100 }), 2);
    await keys().add(aKey('k0'));
    for (const [at, id] of ['k1', 'k2', 'k3'].entries()) await short(id, NOW + at);
    expect((await listKeys()).map(({ id }) => id)).toEqual(['k3', 'k2', 'k0']);
    expect(await keys().extend({ id: 'k3', holder: 'ben' }, NOW + 500, NOW)).toBe(false);
    expect(await keys().extend({ id: 'k3', holder: 'ada' }, NOW + 500, NOW)).toBe(true);
    expect(await keys().extend({ id: 'k3', holder: 'ada' }, NOW + 400, NOW)).toBe(true);
    expect(await keys().findUsable('k3', NOW + 499)).not.toBeNull();
    expect(await keys().extend({ id: 'k2', holder: 'ada' }, NOW + 500, NOW + 200)).toBe(false);
    await short('k4', NOW + 200);
    expect((await listKeys()).map(({ id }) => id)).toEqual(['k4', 'k3', 'k0']);
  });

  it('lists the keys of a tenant in pages, the newest first', async () => {
    for (const [at, id] of ['k1', 'k2', 'k3'].entries())
      await keys().add(aKey(id, { createdAtMs: NOW + (at > 0 ? 1 : 0) }));
    await keys().add(aKey('k4', { tenant: 'elsewhere' }));
    const page = await keys().list('default', { first: 2 });
    expect([page.items.map(({ item }) => item.id), page.hasNextPage]).toEqual([['k2', 'k3'], true]);
    expect((await listKeys({ first: 2, after: page.items.at(-1)?.cursor })).map(({ id }) => id)).toEqual(['k1']);
    await expect(keys().list('elsewhere', { first: 2, after: page.items[0]?.cursor })).rejects.toMatchObject({
      code: 'BAD_CURSOR',
    });
  });

  it('stores uses at most once a minute', async () => {
    await keys().add(aKey('k1', { expiresAtMs: null }));
    const useAt = async (atMs: number) => {
      await keys().markUsed(['k1', 'unknown'], atMs);
      return (await listKeys())[0]?.lastUsedAtMs;
    };
    expect([await useAt(NOW), await useAt(NOW + 59_999), await useAt(NOW + 60_000)]).toEqual([NOW, NOW, NOW + 60_000]);
  });

  it('refuses more usable keys than every process can hold', async () => {
    await runSql(
      url,
      `insert into access_keys select 'f' || n, 'f' || n, 'default', 'n', 'SOURCE', '{}', '{}', '{}', null, '{lca}',
         sha256('x'), now(), null, null, null, null from generate_series(1, 10000) as n`,
    );
    await expect(keys().add(aKey('k1'))).rejects.toMatchObject({ code: 'TOO_MANY_KEYS', retryable: false });
    await keys().revoke('f1', NOW);
    await keys().add(aKey('k1'));
  });

  it('knows who is in which team', async () => {
    const mia = { tenant: 'default', team: 'north', agentId: 'mia' };
    await stores.teams.addMember(mia);
    await stores.teams.addMember({ ...mia, team: 'a' });
    await stores.teams.addMember(mia);
    expect(await stores.teams.listMembers()).toEqual([{ ...mia, team: 'a' }, mia]);
    expect([await stores.teams.removeMember(mia), await stores.teams.removeMember(mia)]).toEqual([true, false]);
    expect(await stores.teams.listMembers()).toEqual([{ ...mia, team: 'a' }]);
  });

  it('lists the teams of a tenant in pages, by name', async () => {
    for (const [team, agentId] of ['north mia', 'north ben', 'south mia', 'west zoe'].map((line) => line.split(' ')))
      await stores.teams.addMember({ tenant: 'default', team: team ?? '', agentId: agentId ?? '' });
    await stores.teams.addMember({ tenant: 'elsewhere', team: 'east', agentId: 'lea' });
    const page = await stores.teams.listTeams('default', { first: 2 });
    expect(page.items.map(({ item }) => item)).toEqual([
      { name: 'north', agentCount: 2, agentIds: ['ben', 'mia'] },
      { name: 'south', agentCount: 1, agentIds: ['mia'] },
    ]);
    const rest = await stores.teams.listTeams('default', { first: 2, after: page.items[1]?.cursor });
    expect([rest.items.map(({ item }) => item.name), rest.hasNextPage]).toEqual([['west'], false]);
    const named = await stores.teams.listTeams('default', { first: 2, name: 'south' });
    expect(named.items.map(({ item }) => item.name)).toEqual(['south']);
  });
});
