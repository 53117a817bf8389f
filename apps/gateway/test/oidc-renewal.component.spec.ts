import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { RawSocket } from './support/gateway-clients.js';
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
    await new RawSocket(socket).open();
  });
  afterEach(async () => {
    socket.terminate();
    await at.gateway.stop();
    await provider.goAway();
  });

  /** Lets the time of the tokens nearly pass. */
  const letTokensExpire = (): Promise<void> => at.clock.advance(4.5 * MINUTE_MS);
  /** Lets the gateway ask the provider, and read the sessions, until something came of it. It may be asking already. */
  const renewUntil = async (isDone: () => boolean): Promise<void> => {
    do {
      await at.renewSessions();
      await at.people.authenticator.refresh();
    } while (!isDone());
  };
  const isRecorded = (line: string): boolean => at.recorded().includes(line);

  it('is renewed before its tokens expire, again and again, and its socket stays', async () => {
    const before = provider.refreshes;
    for (let time = 1; time <= 2; time += 1) {
      await letTokensExpire();
      await renewUntil(() => provider.refreshes === before + time);
      expect(await browser.query()).toBe(200);
    }
    expect(closeCode).toBeNull();
    expect(at.recorded().filter((line) => line.startsWith('MANAGE'))).toHaveLength(1);
  });

  it('gets changed rights within minutes; its socket begins anew with them', async () => {
    provider.people.set('mia', { ...mia, groups: ['quality', 'it'], team: ['south'] });
    const { id } = (await at.findUser('mia')) ?? { id: '' };
    await letTokensExpire();
    await renewUntil(() => closeCode !== null && isRecorded(`MANAGE Mia changeUser:${id}`));
    expect(closeCode).toBe(4401);
    expect((await browser.state()).session).toMatchObject({ roles: ['SUPERVISOR', 'ADMIN'], teams: ['south'] });
  });

  it.each([
    ['is gone at the provider', () => provider.people.delete('mia')],
    ['has no mapped group any more', () => provider.people.set('mia', { ...mia, groups: [] })],
  ])('ends when its person %s', async (_, change) => {
    change();
    await letTokensExpire();
    await renewUntil(() => closeCode !== null && isRecorded('SIGN_OUT Mia provider'));
    expect(closeCode).toBe(4401);
    expect(await browser.query()).toBe(401);
  });

  it('stays while the provider is away, and is renewed afterwards', async () => {
    const before = provider.refreshes;
    await provider.goAway();
    await letTokensExpire();
    await renewUntil(() => true);
    expect([await browser.query(), closeCode]).toEqual([200, null]);
    await provider.comeBack();
    await at.clock.advance(2 * MINUTE_MS);
    await renewUntil(() => provider.refreshes === before + 1);
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
