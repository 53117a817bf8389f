import { once } from 'node:events';
import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { OidcBrowser } from './support/oidc-browser.js';
import { OidcGateway } from './support/oidc-gateway.js';
import { startPeopleDatabase, type PeopleDatabase } from './support/people-gateway.js';

jest.setTimeout(180_000);

const MINUTE_MS = 60_000;
const mia = { email: 'mia@example.org', email_verified: true, name: 'Mia', groups: ['quality'], team: ['north'] };

// The provider gives tokens for five minutes.
describe('a session of an identity provider', () => {
  let database: PeopleDatabase;
  let provider: TestProvider;
  let at: OidcGateway;
  let browser: OidcBrowser;
  let socket: WebSocket;
  let closeCode: number | null;

  beforeAll(async () => {
    database = await startPeopleDatabase();
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    await database.clear();
    provider = await TestProvider.open();
    provider.people.set('mia', mia);
    at = await OidcGateway.start(database.stores, provider);
    browser = new OidcBrowser(at.gateway);
    await browser.signIn('mia');
    closeCode = null;
    socket = at.gateway.socket(browser.headers());
    socket.once('close', (code) => (closeCode = code));
    await once(socket, 'open');
  });
  afterEach(async () => {
    socket.terminate();
    await at.gateway.stop();
    await provider.goAway();
  });

  /** Lets the time of the tokens nearly pass, and waits until the gateway has asked the provider. */
  const renew = async (): Promise<void> => {
    await at.clock.advance(4.5 * MINUTE_MS);
    await at.renewSessions();
    await at.refresh();
  };
  const untilClosed = async (): Promise<number> => closeCode ?? ((await once(socket, 'close'))[0] as number);

  it('is renewed before its tokens expire, again and again, and its socket stays', async () => {
    const before = provider.refreshes;
    for (let time = 1; time <= 2; time += 1) {
      await renew();
      expect(provider.refreshes).toBe(before + time);
      expect(await browser.query()).toBe(200);
    }
    expect(closeCode).toBeNull();
    expect(at.recorded().filter((line) => line.startsWith('MANAGE'))).toHaveLength(1);
  });

  it('gets changed rights within minutes; its socket begins anew with them', async () => {
    provider.people.set('mia', { ...mia, groups: ['quality', 'it'], team: ['south'] });
    await renew();
    expect(await untilClosed()).toBe(4401);
    expect((await browser.state()).session).toMatchObject({ roles: ['SUPERVISOR', 'ADMIN'], teams: ['south'] });
    const { id } = (await at.findUser('mia')) ?? { id: '' };
    expect(at.recorded()).toContain(`MANAGE Mia changeUser:${id}`);
  });

  it.each([
    ['is gone at the provider', () => provider.people.delete('mia')],
    ['has no mapped group any more', () => provider.people.set('mia', { ...mia, groups: [] })],
  ])('ends when its person %s', async (_, change) => {
    change();
    await renew();
    expect(await untilClosed()).toBe(4401);
    expect(await browser.query()).toBe(401);
    expect(at.recorded()).toContain('SIGN_OUT Mia provider');
  });

  it('stays while the provider is away, and is renewed afterwards', async () => {
    const before = provider.refreshes;
    await provider.goAway();
    await renew();
    expect([await browser.query(), closeCode]).toEqual([200, null]);
    await provider.comeBack();
    await at.clock.advance(2 * MINUTE_MS);
    await at.renewSessions();
    expect(provider.refreshes).toBe(before + 1);
    expect([await browser.query(), closeCode]).toEqual([200, null]);
  });

  it('keeps the tokens of the provider sealed', async () => {
    const [{ item } = { item: null }] = (await database.stores.sessions.list('default', { first: 1 }, at.clock.nowMs()))
      .items;
    const [stored] = await database.stores.sessions.findOpen([item?.id ?? ''], at.clock.nowMs());
    const sealed = Buffer.from(stored?.provider?.sealedTokens ?? []);
    expect(sealed.length).toBeGreaterThan(100);
    expect(sealed.toString('latin1')).not.toMatch(/eyJ|refreshToken/);
  });
});
