import { DEFAULT_TENANT } from '@earshot/domain';
import type { User } from '@earshot/ports';
import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OidcBrowser } from './support/oidc-browser.js';
import { OidcGateway } from './support/oidc-gateway.js';
import { mia } from './support/oidc-people.js';
import { peopleDatabasePerFile } from './support/people-gateway.js';

jest.setTimeout(180_000);

/** After failures, the gateway waits no longer before it reads the provider again. */
const LONGEST_PAUSE_MS = 60_000;

describe('people of an identity provider', () => {
  const database = peopleDatabasePerFile();
  let provider: TestProvider;
  let at: OidcGateway;
  let browser: OidcBrowser;

  beforeEach(async () => {
    provider = await TestProvider.open();
    provider.people.set('mia', mia);
    await start();
  });
  afterEach(async () => {
    await at.gateway.stop();
    await provider.goAway();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    at = await OidcGateway.start(database.stores, provider, env);
    browser = new OidcBrowser(at.gateway);
  }

  async function restart(env: Record<string, string>): Promise<void> {
    await at.gateway.stop();
    await start(env);
  }

  it('sign in there, and see what they wanted to', async () => {
    expect(await browser.query()).toBe(401);
    const { offers, session: nobody } = await browser.state();
    expect([nobody, offers.password, offers.oidc]).toEqual([
      null,
      false,
      { label: new URL(provider.url).host, url: '/auth/oidc/start' },
    ]);
    expect(await browser.signIn('mia', '/calls/a1?tab=notes')).toBe('/calls/a1?tab=notes');
    expect(await browser.query()).toBe(200);
    const { session } = await browser.state();
    expect(session).toMatchObject({
      ...{ name: 'mia@example.org', displayName: 'Mia', roles: ['SUPERVISOR'], teams: ['north'] },
      ...{ agentId: null, level: 'FULL', method: 'OIDC' },
    });
    expect(browser.cookieNames).toEqual(['earshot-session']);
    const user = await database.stores.users.findByName(DEFAULT_TENANT, 'mia@example.org');
    expect(user).toMatchObject({ origin: 'OIDC', externalId: JSON.stringify([provider.url, 'mia']) });
    expect(at.recorded()).toEqual([
      'SIGN_IN_FAILED nobody',
      `MANAGE Mia createUser:${user?.id}`,
      'SIGN_IN Mia provider',
      'LIST Mia calls',
    ]);
    expect(JSON.stringify(at.gateway.logger.lines)).not.toMatch(/code=|eo_/);
  });

  it('sign in without a secret of Earshot, too', async () => {
    await restart({ EARSHOT_OIDC_CLIENT_SECRET: '' });
    expect(await browser.signIn('mia')).toBe('/');
  });

  describe('whom the provider has provisioned', () => {
    const provision = async (name: string, externalId: string | null): Promise<User> => {
      const { provisionedAccounts, accounts } = at.people;
      const grant = { tenant: DEFAULT_TENANT, name, displayName: null, agentId: null, state: 'ACTIVE' } as const;
      const { user } = await provisionedAccounts.add(await provisionedAccounts.prepare(grant), {
        ...{ externalId, attributes: {} },
      });
      return accounts.change(DEFAULT_TENANT, user.id, { roles: ['ANALYST'] });
    };

    it.each([
      ['their id at the provider', {}, 'm.torres', 'mia'],
      ['another claim', { EARSHOT_OIDC_EXTERNAL_ID_CLAIM: 'agent' }, 'm.torres', '4711'],
      ['their verified address', {}, 'MIA@example.org', null],
    ])('sign in with the account that has %s, and with what it may do', async (_what, env, name, externalId) => {
      await restart(env);
      provider.people.set('mia', { ...mia, agent: '4711' });
      const { id } = await provision(name, externalId);
      expect(await browser.signIn('mia')).toBe('/');
      expect((await browser.state()).session).toMatchObject({ userId: id, name, roles: ['ANALYST'], teams: [] });
      expect(await new OidcBrowser(at.gateway).signIn('mia')).toBe('/');
      await at.people.accounts.change(DEFAULT_TENANT, id, { state: 'DISABLED' });
      expect(browser.problemOf(await new OidcBrowser(at.gateway).signIn('mia'))).toBe('ACCOUNT_DISABLED');
    });

    it('do not get the account of another person: by an address that nobody verified, or that somebody signed in with', async () => {
      const { id } = await provision('mia@example.org', null);
      provider.people.set('eve', { ...mia, email_verified: false });
      await browser.signIn('eve');
      expect((await browser.state()).session?.userId).not.toBe(id);
      expect(await new OidcBrowser(at.gateway).signIn('mia')).toBe('/');
      provider.people.set('mallory', mia);
      const mallory = new OidcBrowser(at.gateway);
      await mallory.signIn('mallory');
      expect((await mallory.state()).session?.userId).not.toBe(id);
      expect(await database.stores.users.find(DEFAULT_TENANT, id)).toMatchObject({
        externalId: JSON.stringify([provider.url, 'mia']),
      });
    });
  });

  it('get what the provider says at each sign-in', async () => {
    await browser.signIn('mia');
    provider.people.set('mia', { ...mia, name: 'Mia Torres', groups: ['agents'], agent: 'm.torres' });
    const other = new OidcBrowser(at.gateway);
    await other.signIn('mia');
    expect((await other.state()).session).toMatchObject({
      roles: ['AGENT'],
      agentId: 'm.torres',
      displayName: 'Mia Torres',
    });
    expect((await database.stores.users.list(DEFAULT_TENANT, { first: 9 })).items).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no group', { groups: [] }, 'ROLE_MISSING'],
    ['a group that nothing maps', { groups: ['ADMIN', 'canteen'] }, 'ROLE_MISSING'],
    ['the role of an agent and no agent', { groups: ['agents'] }, 'ROLE_MISSING'],
    ['an address of another domain', { email: 'mia@example.net' }, 'EMAIL_NOT_ALLOWED'],
    ['an address that nobody verified', { email_verified: false }, 'EMAIL_NOT_ALLOWED'],
  ])('are refused with %s, also when they were let in before', async (_, change, code) => {
    await restart({ EARSHOT_OIDC_ALLOWED_EMAIL_DOMAINS: 'example.org' });
    const refused = { ...mia, ...change };
    provider.people.set('mia', refused);
    expect(browser.problemOf(await browser.signIn('mia', '/calls/a1'))).toBe(code);
    expect(await browser.query()).toBe(401);
    expect(await database.stores.users.findByName(DEFAULT_TENANT, 'mia@example.org')).toBeNull();
    provider.people.set('mia', mia);
    expect(await browser.signIn('mia')).toBe('/');
    provider.people.set('mia', refused);
    expect(browser.problemOf(await new OidcBrowser(at.gateway).signIn('mia'))).toBe(code);
    await at.refresh();
    expect(await browser.query()).toBe(401);
    expect((await at.findUser('mia'))?.roles).toEqual([]);
  });

  it('stay out when an administrator of Earshot disabled them', async () => {
    await browser.signIn('mia');
    const { id } = (await at.findUser('mia')) ?? { id: '' };
    await at.people.accounts.change(DEFAULT_TENANT, id, { state: 'DISABLED' });
    expect(browser.problemOf(await browser.signIn('mia'))).toBe('ACCOUNT_DISABLED');
    expect((await at.findUser('mia'))?.state).toBe('DISABLED');
    expect(at.recorded().at(-1)).toBe('SIGN_IN_FAILED nobody provider');
  });

  it('never get the account that Earshot keeps under their name', async () => {
    await at.people.accounts.invite({ tenant: DEFAULT_TENANT, name: 'MIA@example.org', roles: ['ADMIN'] });
    await browser.signIn('mia');
    const { session } = await browser.state();
    expect(session?.roles).toEqual(['SUPERVISOR']);
    expect(session?.name).toMatch(/^mia@example\.org \(\S{8}\)$/);
    expect(await browser.signIn('mia')).toBe('/');
    expect((await browser.state()).session?.name).toBe(session?.name);
  });

  it('see the calls of the queues that the provider names, and without a queue and a team none', async () => {
    await restart({ EARSHOT_OIDC_QUEUES_CLAIM: 'queue' });
    const { team: _team, ...inNoTeam } = mia;
    provider.people.set('mia', { ...inNoTeam, queue: ['billing', 'claims'] });
    await browser.signIn('mia');
    const seen = { roles: ['SUPERVISOR'], teams: [], queues: ['billing', 'claims'] };
    expect((await browser.state()).session).toMatchObject(seen);
    await browser.query();
    expect(at.gateway.reader.scopes.at(-1)).toMatchObject({ all: false, teams: [], queues: seen.queues });
    provider.people.set('mia', inNoTeam);
    expect(browser.problemOf(await new OidcBrowser(at.gateway).signIn('mia'))).toBe('ROLE_MISSING');
  });

  it('may be the last administrator, and lose that role', async () => {
    provider.people.set('mia', { ...mia, groups: ['it', 'quality'] });
    await browser.signIn('mia');
    provider.people.set('mia', mia);
    expect(await browser.signIn('mia')).toBe('/');
    expect((await browser.state()).session?.roles).toEqual(['SUPERVISOR']);
  });

  it('are told when the provider does not answer, and sign in when it does', async () => {
    const begun = await browser.visitProvider(await browser.begin('/calls'), 'mia');
    await provider.goAway();
    const location = await browser.open(begun);
    expect(location).toBe('/sign-in?problem=IDENTITY_PROVIDER_UNAVAILABLE&returnTo=%2Fcalls');
    await provider.comeBack();
    expect(await browser.signIn('mia')).toBe('/');
  });

  it('are told when the provider has not answered since the start', async () => {
    await at.gateway.stop();
    await provider.goAway();
    await start();
    expect(browser.problemOf(await browser.begin())).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    await provider.comeBack();
    await at.clock.advance(LONGEST_PAUSE_MS);
    await at.readProvider();
    expect(await browser.signIn('mia')).toBe('/');
  });

  it('sign in in two windows at once, and in many', async () => {
    const urls = [await browser.begin('/one'), await browser.begin('/two')];
    const [first = '', second = ''] = [
      await browser.visitProvider(urls[0] ?? '', 'mia'),
      await browser.visitProvider(urls[1] ?? '', 'mia'),
    ];
    expect([await browser.open(second), await browser.open(first)]).toEqual(['/two', '/one']);
    expect(await browser.query()).toBe(200);
    for (let window = 0; window < 20; window += 1) await browser.begin();
    expect(browser.cookieNames.length).toBeLessThan(8);
    expect(await browser.signIn('mia')).toBe('/');
  });
});
