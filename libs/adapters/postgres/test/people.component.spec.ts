import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { countAttempt, type FailedAttempts } from '@earshot/domain';
import type { NewSession, NewUser, Ticket } from '@earshot/ports';
import type { PostgresStores } from '../src/index.js';
import { NOW, runSql, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

const HOUR_MS = 3_600_000;
const hash = (seed: number): Buffer => Buffer.alloc(32, seed);

const aUser = (id: string, over: Partial<NewUser> = {}): NewUser => ({
  id,
  tenant: 'default',
  name: `${id}@example.org`,
  displayName: null,
  origin: 'LOCAL',
  externalId: null,
  roles: ['SUPERVISOR'],
  agentId: null,
  teams: ['north, or "south"'],
  queues: [],
  state: 'ACTIVE',
  createdAtMs: NOW,
  mustChangePassword: false,
  passwordHash: null,
  ...over,
});

const aSession = (id: string, userId: string, over: Partial<NewSession> = {}): NewSession => ({
  id,
  userId,
  secretHash: hash(1),
  createdAtMs: NOW,
  expiresAtMs: NOW + 12 * HOUR_MS,
  address: '192.0.2.7',
  userAgent: 'Firefox',
  method: 'PASSWORD',
  level: 'FULL',
  provider: null,
  ...over,
});

const aTicket = (id: string, over: Partial<Ticket> = {}): Ticket => ({
  id,
  tenant: 'default',
  purpose: 'FIRST_ADMIN',
  userId: null,
  createdAtMs: NOW,
  expiresAtMs: NOW + 24 * HOUR_MS,
  secretHash: hash(2),
  ...over,
});

describe('people', () => {
  let url: string;
  let stores: PostgresStores;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ url, stores, stop } = await startDatabase('gateway'));
  });
  afterAll(() => stop());
  beforeEach(async () => {
    await runSql(url, 'truncate users, sign_in_attempts, used_logout_tokens cascade');
  });

  describe('accounts', () => {
    it('are found by id, by name in any case, and by the id of their provider', async () => {
      const { passwordHash: _hash, ...stored } = aUser('u1', { name: 'Zoë@Example.org', externalId: '["iss","sub"]' });
      await stores.users.add({ ...stored, passwordHash: 'argon' });
      const user = { ...stored, lastSignInAtMs: null, hasPassword: true, hasTotp: false };
      expect(await stores.users.find('default', 'u1')).toEqual(user);
      expect(await stores.users.findByName('default', ' ZOE\u0308@example.ORG')).toEqual(user);
      expect(await stores.users.findByExternalId('default', '["iss","sub"]')).toEqual(user);
      expect(await stores.users.find('other', 'u1')).toBeNull();
      expect(await stores.users.findCredentials('u1')).toEqual({ passwordHash: 'argon', totp: null });
    });

    it('have different names, also when two are added or renamed at the same time', async () => {
      const names = ['MIA', 'mia', 'Mia', 'ＭＩＡ'];
      const added = await Promise.allSettled(names.map((name, at) => stores.users.add(aUser(`u${at}`, { name }))));
      expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(added.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'NAME_TAKEN' } });
      await stores.users.add(aUser('other'));
      await expect(stores.users.change('default', 'other', { name: 'mIa' })).rejects.toMatchObject({
        code: 'NAME_TAKEN',
      });
    });

    it('change in the named fields alone', async () => {
      await stores.users.add(aUser('u1', { displayName: 'Una', agentId: 'una' }));
      const before = await stores.users.find('default', 'u1');
      const changed = { ...before, roles: ['AUDITOR'], agentId: null };
      expect(await stores.users.change('default', 'u1', { roles: ['AUDITOR'], agentId: null })).toEqual(changed);
      expect(await stores.users.change('default', 'unknown', { agentId: null })).toBeNull();
      expect(await stores.users.change('other', 'u1', { agentId: null })).toBeNull();
    });

    it('keep the last administrator, also when two of them go at the same time', async () => {
      await stores.users.add(aUser('demo', { origin: 'DEMO', roles: ['ADMIN'] }));
      expect(await stores.users.hasAdmin('default')).toBe(false);
      for (const id of ['a', 'b']) await stores.users.add(aUser(id, { roles: ['ADMIN', 'AGENT'] }));
      expect(await stores.users.hasAdmin('default')).toBe(true);
      const left = await Promise.allSettled([
        stores.users.change('default', 'a', { state: 'DISABLED' }),
        stores.users.change('default', 'b', { roles: ['AGENT'] }),
      ]);
      expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(left.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'LAST_ADMIN' } });
    });

    it('that are disabled are listed by all that a token may name them with', async () => {
      const [disabled, linked] = [{ state: 'DISABLED' } as const, { externalId: '["iss","a"]' }];
      const profile = { externalId: 'p', attributes: {} };
      await stores.users.add(aUser('local', disabled));
      await stores.users.add(aUser('active', { origin: 'OIDC', externalId: '["iss","b"]' }));
      await stores.users.add(aUser('oidc', { ...disabled, ...linked, origin: 'OIDC' }));
      await stores.users.add(aUser('provisioned', { ...disabled, origin: 'SCIM' }));
      await stores.provisioning.saveProfile('default', 'provisioned', profile);
      await stores.users.add(aUser('Removed', { ...disabled, origin: 'SCIM' }));
      const nobody = { externalId: null, providerId: null, name: null };
      const listed = await stores.users.listDisabled('default');
      expect(new Set(listed)).toEqual(
        new Set([
          { ...nobody, ...linked },
          { ...nobody, providerId: 'p' },
          { ...nobody, name: 'removed@example.org' },
        ]),
      );
      expect(await stores.users.listDisabled('other')).toEqual([]);
    });

    it('are listed by name, in pages, and by a part of a name', async () => {
      const names = ['b_1', 'B%2', 'a', 'c'];
      for (const [at, name] of names.entries())
        await stores.users.add(aUser(`u${at}`, { name, displayName: 'Dr. Who' }));
      const first = await stores.users.list('default', { first: 3 });
      expect([first.items.map(({ item }) => item.name), first.hasNextPage]).toEqual([['a', 'B%2', 'b_1'], true]);
      const after = first.items.at(-1)?.cursor;
      const second = await stores.users.list('default', { first: 3, after });
      expect([second.items.map(({ item }) => item.name), second.hasNextPage]).toEqual([['c'], false]);
      const found = await stores.users.list('default', { first: 9, search: 'B_' });
      expect(found.items.map(({ item }) => item.name)).toEqual(['b_1']);
      expect((await stores.users.list('default', { first: 9, search: 'WHO' })).items).toHaveLength(4);
      await expect(stores.users.list('other', { first: 3, after })).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    });

    it('accept each code and each recovery code once, when the second factor is confirmed', async () => {
      const { users } = stores;
      await users.add(aUser('u1'));
      expect(await users.useTotpStep('u1', 1)).toBe(false);
      expect(await users.confirmTotp('u1', 7, [])).toBe(false);
      expect(await users.startTotp('u1', hash(1))).toBe(true);
      expect(await users.startTotp('u1', hash(2))).toBe(true);
      expect(await users.useTotpStep('u1', 1)).toBe(false);
      expect(await users.find('default', 'u1')).toMatchObject({ hasTotp: false });
      expect(await users.confirmTotp('u1', 7, [hash(8), hash(9)])).toBe(true);
      expect(await users.confirmTotp('u1', 8, [])).toBe(false);
      expect(await users.startTotp('u1', hash(3))).toBe(false);
      expect(await users.find('default', 'u1')).toMatchObject({ hasTotp: true });
      expect((await users.findCredentials('u1'))?.totp).toEqual({ sealedSecret: hash(2), isConfirmed: true });
      const sameTime = await Promise.all([users.useTotpStep('u1', 8), users.useTotpStep('u1', 8)]);
      expect(sameTime.sort()).toEqual([false, true]);
      expect([await users.useTotpStep('u1', 7), await users.useTotpStep('u1', 9)]).toEqual([false, true]);
      const recovered = await Promise.all([users.useRecoveryCode('u1', hash(8)), users.useRecoveryCode('u1', hash(8))]);
      expect(recovered.sort()).toEqual([false, true]);
      expect([await users.removeTotp('u1'), await users.removeTotp('u1')]).toEqual([true, false]);
      expect(await users.useRecoveryCode('u1', hash(9))).toBe(false);
    });
  });

  describe('sessions', () => {
    beforeEach(async () => {
      for (const id of ['u1', 'u2']) await stores.users.add(aUser(id, { externalId: `["iss","${id}"]` }));
    });
    const openIds = async (nowMs = NOW) =>
      (await stores.sessions.findOpen(['s1', 's2', 's3'], nowMs)).map(({ id }) => id).sort();

    it('are open with the account as it is now, until they end, expire, or the account is disabled', async () => {
      await stores.sessions.add(aSession('s1', 'u1', { provider: { issuer: 'iss', sid: 'x', sealedTokens: hash(3) } }));
      await stores.sessions.add(aSession('s2', 'u1', { expiresAtMs: NOW + HOUR_MS }));
      await stores.sessions.add(aSession('s3', 'u2'));
      const user = await stores.users.change('default', 'u1', { roles: ['ANALYST'] });
      const [session] = await stores.sessions.findOpen(['s1'], NOW);
      const provider = { issuer: 'iss', sid: 'x', sealedTokens: hash(3) };
      expect(session).toEqual({ ...aSession('s1', 'u1', { provider }), lastUsedAtMs: NOW, user });
      expect(await openIds()).toEqual(['s1', 's2', 's3']);
      expect(await openIds(NOW + HOUR_MS)).toEqual(['s1', 's3']);
      expect([await stores.sessions.end('other', 's1', NOW), await stores.sessions.end('default', 's1', NOW)]).toEqual([
        false,
        true,
      ]);
      expect(await stores.sessions.end('default', 's1', NOW)).toBe(false);
      await stores.users.change('default', 'u2', { state: 'DISABLED' });
      expect(await openIds()).toEqual(['s2']);
    });

    it('are replaced once', async () => {
      await stores.sessions.add(aSession('s1', 'u1', { level: 'TOTP' }));
      const replaced = await Promise.all([
        stores.sessions.replace('s1', aSession('s2', 'u1')),
        stores.sessions.replace('s1', aSession('s3', 'u1')),
      ]);
      expect(replaced.sort()).toEqual([false, true]);
      expect(await openIds()).toHaveLength(1);
      expect(await openIds()).not.toContain('s1');
    });

    it('end by account or by provider', async () => {
      const provider = { issuer: 'iss', sid: 'x', sealedTokens: null };
      const open = async () => {
        await runSql(url, 'truncate sessions');
        await stores.sessions.add(aSession('s1', 'u1', { method: 'OIDC', provider }));
        await stores.sessions.add(aSession('s2', 'u1', { method: 'OIDC', provider: { ...provider, sid: 'y' } }));
        await stores.sessions.add(aSession('s3', 'u2'));
      };
      await open();
      expect([await stores.sessions.endOfUser('u1', NOW, 's2'), await openIds()]).toEqual([1, ['s2', 's3']]);
      await open();
      expect([await stores.sessions.endOfUser('u1', NOW), await openIds()]).toEqual([2, ['s3']]);
      await open();
      const endOfProvider = (named: Parameters<typeof stores.sessions.endOfProvider>[0], token: number) =>
        stores.sessions.endOfProvider(named, { idHash: hash(token), keepUntilMs: NOW + 1 }, NOW);
      expect(await endOfProvider({ issuer: 'other', sid: 'x' }, 1)).toEqual([]);
      expect([await endOfProvider({ issuer: 'iss', sid: 'x' }, 2), await openIds()]).toEqual([['u1'], ['s2', 's3']]);
      expect(await endOfProvider({ externalId: '["iss","u1"]' }, 3)).toEqual(['u1']);
      expect(await endOfProvider({ externalId: '["iss","u2"]' }, 4)).toEqual([]);
    });

    it('end once by the same token of a provider, which is forgotten when it is too old', async () => {
      const provider = { issuer: 'iss', sid: 'x', sealedTokens: null };
      const end = (nowMs = NOW) =>
        stores.sessions.endOfProvider(provider, { idHash: hash(5), keepUntilMs: nowMs + 1_000 }, nowMs);
      await stores.sessions.add(aSession('p1', 'u1', { method: 'OIDC', provider }));
      const answers = await Promise.all([end(), end(), end()]);
      expect(answers.filter((answer) => answer !== null)).toEqual([['u1']]);
      await stores.sessions.add(aSession('p2', 'u1', { method: 'OIDC', provider }));
      expect(await end(NOW + 999)).toBeNull();
      expect(await stores.sessions.findOpen(['p2'], NOW)).toHaveLength(1);
      expect(await end(NOW + 1_000)).toEqual(['u1']);
    });

    it('are given to one process when the provider has to be asked again', async () => {
      const provider = { issuer: 'iss', sid: null, sealedTokens: null };
      for (const id of ['s1', 's2', 's3', 's4'])
        await stores.sessions.add(aSession(id, 'u1', { method: 'OIDC', provider }));
      for (const [id, dueAtMs] of Object.entries({ s1: NOW, s2: NOW + 1, s3: null, s4: NOW - 1 }))
        await stores.sessions.setTokens(id, hash(9), dueAtMs);
      const take = async (nowMs: number, limit = 9) => {
        const due = await stores.sessions.takeDueTokens(nowMs, nowMs + 1_000, limit);
        return due.map(({ id, provider: given }) => [id, given?.sealedTokens]);
      };
      const tokens = Buffer.from(hash(9));
      expect((await Promise.all([take(NOW, 1), take(NOW, 1)])).flat().sort()).toEqual([
        ['s1', tokens],
        ['s4', tokens],
      ]);
      expect(await take(NOW)).toEqual([]);
      await stores.sessions.end('default', 's1', NOW);
      expect((await take(NOW + 1_000)).map(([id]) => id).sort()).toEqual(['s2', 's4']);
    });

    it('of one account are at most 50: a new one ends the oldest', async () => {
      for (let at = 0; at <= 50; at += 1)
        await stores.sessions.add(aSession(`n${String(at).padStart(2, '0')}`, 'u1', { createdAtMs: NOW + at }));
      const { items } = await stores.sessions.list('default', { first: 100 }, NOW + 60);
      expect(items).toHaveLength(50);
      expect([items.at(0)?.item.id, items.at(-1)?.item.id]).toEqual(['n50', 'n01']);
    });

    it('are listed in pages without their secrets', async () => {
      for (const [at, user] of ['u1', 'u2', 'u1'].entries()) await stores.sessions.add(aSession(`s${at + 1}`, user));
      const first = await stores.sessions.list('default', { first: 2 }, NOW);
      expect([first.items.map(({ item }) => item.id), first.hasNextPage]).toEqual([['s3', 's2'], true]);
      expect(first.items[0]?.item).not.toHaveProperty('secretHash');
      const second = await stores.sessions.list('default', { first: 2, after: first.items[1]?.cursor }, NOW);
      expect([second.items.map(({ item }) => item.id), second.hasNextPage]).toEqual([['s1'], false]);
      const ofOne = await stores.sessions.list('default', { first: 9, userId: 'u1' }, NOW);
      expect(ofOne.items.map(({ item }) => item.id)).toEqual(['s3', 's1']);
      expect((await stores.sessions.list('other', { first: 9 }, NOW)).items).toEqual([]);
      await stores.sessions.markUsed(new Map([['s2', NOW + 60_000]]));
      const used = await stores.sessions.list('default', { first: 9, usedAfterMs: NOW + 59_999 }, NOW + 60_000);
      expect(used.items.map(({ item }) => item.id)).toEqual(['s2']);
    });

    it('remember uses, addresses and tokens, and are forgotten long after they end', async () => {
      await stores.sessions.add(aSession('s1', 'u1'));
      await stores.sessions.add(aSession('s2', 'u1', { address: '192.0.2.8', level: 'TOTP' }));
      await stores.sessions.markUsed(
        new Map([
          ['s1', NOW + 60_000],
          ['unknown', NOW],
        ]),
      );
      await stores.sessions.markUsed(new Map([['s1', NOW + 30_000]]));
      await stores.sessions.setTokens('s1', hash(9), null);
      expect(await stores.sessions.findOpen(['s1'], NOW)).toMatchObject([{ lastUsedAtMs: NOW + 60_000 }]);
      expect(await stores.sessions.hasSignedInAt('u1', '192.0.2.7', NOW)).toBe(true);
      expect(await stores.sessions.hasSignedInAt('u1', '192.0.2.7', NOW + 1)).toBe(false);
      expect(await stores.sessions.hasSignedInAt('u1', '192.0.2.8', NOW)).toBe(false);
      await stores.sessions.end('default', 's1', NOW + 1);
      await stores.sessions.forget(NOW + 1);
      expect(await stores.sessions.hasSignedInAt('u1', '192.0.2.7', NOW)).toBe(true);
      await stores.sessions.forget(NOW + 2);
      expect(await stores.sessions.hasSignedInAt('u1', '192.0.2.7', NOW)).toBe(false);
      expect(await openIds()).toEqual(['s2']);
    });
  });

  describe('one-time links', () => {
    it('work once, until they expire or a newer one takes their place', async () => {
      await stores.users.add(aUser('u1'));
      const ofUser = { purpose: 'ACCOUNT', userId: 'u1' } as const;
      await stores.tickets.add(aTicket('t1'));
      await stores.tickets.add(aTicket('t2', ofUser));
      expect(await stores.tickets.findUsable('t1', NOW)).toEqual(aTicket('t1'));
      expect(await stores.tickets.findUsable('t1', NOW + 24 * HOUR_MS)).toBeNull();
      const redeemed = await Promise.all([stores.tickets.redeem('t2', NOW), stores.tickets.redeem('t2', NOW)]);
      expect(redeemed.sort()).toEqual([false, true]);
      expect(await stores.tickets.findUsable('t2', NOW)).toBeNull();
      await stores.tickets.add(aTicket('t3', ofUser));
      await stores.tickets.add(aTicket('t4', ofUser));
      expect([await stores.tickets.redeem('t3', NOW), await stores.tickets.findUsable('t1', NOW)]).toEqual([
        false,
        aTicket('t1'),
      ]);
      await stores.tickets.add(aTicket('t5', ofUser), { keepsEarlier: true });
      expect(await stores.tickets.findUsable('t4', NOW)).toEqual(aTicket('t4', ofUser));
      await stores.tickets.endOfUser('u1');
      expect(await stores.tickets.redeem('t4', NOW)).toBe(false);
      await stores.tickets.forget(NOW + 25 * HOUR_MS);
      expect(await runSql(url, 'select from sign_in_tickets')).toEqual([]);
    });

    it('make one first admin', async () => {
      await stores.tickets.add(aTicket('t1'));
      const admin = (id: string) => aUser(id, { roles: ['ADMIN'], passwordHash: 'argon' });
      const made = await Promise.all(['a', 'b'].map((id) => stores.users.addFirstAdmin(admin(id), 't1')));
      expect(made.sort()).toEqual([false, true]);
      await stores.tickets.add(aTicket('t2'));
      expect(await stores.users.addFirstAdmin(admin('c'), 't2')).toBe(false);
      expect((await stores.users.list('default', { first: 9 })).items).toHaveLength(1);
    });
  });

  it('counts each of many attempts at the same time', async () => {
    const rule = { lockAt: 1_000, locksMs: [1], forgetAfterMs: HOUR_MS } as const;
    const count = (keys: string[]) =>
      stores.signInAttempts.change(keys, (all) => all.map((attempts) => countAttempt(attempts, rule, NOW)));
    await Promise.all(Array.from({ length: 20 }, (_, at) => count(at % 2 === 0 ? ['a', 'b'] : ['b', 'a'])));
    const read = async (): Promise<readonly FailedAttempts[]> => {
      let seen: readonly FailedAttempts[] = [];
      await stores.signInAttempts.change(['a', 'c'], (all) => (seen = all));
      return seen;
    };
    const none = { count: 0, lastAtMs: 0, lockedUntilMs: null };
    expect(await read()).toEqual([{ count: 20, lastAtMs: NOW, lockedUntilMs: null }, none]);
    await stores.signInAttempts.forget(NOW);
    expect((await read())[0]?.count).toBe(20);
    await stores.signInAttempts.remove(['a']);
    expect(await read()).toEqual([none, none]);
  });
});
