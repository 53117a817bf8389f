import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { RawSocket } from './support/gateway-clients.js';
import { OidcBrowser } from './support/oidc-browser.js';
import { OidcGateway } from './support/oidc-gateway.js';
import { mia } from './support/oidc-people.js';
import { peopleDatabasePerFile } from './support/people-gateway.js';

jest.setTimeout(180_000);

/** The provider gives tokens for five minutes, of which four fifths pass before it is asked again. */
const RENEWAL_DUE_MS = 240_000;

describe('a session of an identity provider', () => {
  const database = peopleDatabasePerFile();
  let provider: TestProvider;
  let at: OidcGateway;
  let browser: OidcBrowser;
  let socket: WebSocket;
  let closeCode: number | null;

  beforeEach(async () => {
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

  /**
   * Goes to where the gateway asks the provider again, and not further: while it asks, time stands still. Otherwise it would ask
   * once more, with a token that the provider takes only once.
   */
  const letTokensExpire = (): Promise<void> => at.clock.advance(RENEWAL_DUE_MS + 1_000);
  /** Lets the gateway ask whom it is not asking already, and read the sessions, until something came of it. */
  const until = async (isDone: () => boolean | Promise<boolean>): Promise<void> => {
    do {
      await at.renewSessions();
      await at.people.authenticator.refresh();
    } while (!(await isDone()));
  };
  /** The tokens of the only session. */
  const readTokens = async (): Promise<string> => {
    const nowMs = at.clock.nowMs();
    const { items } = await database.stores.sessions.list('default', { first: 1 }, nowMs);
    const [stored] = await database.stores.sessions.findOpen([items[0]?.item.id ?? ''], nowMs);
    return Buffer.from(stored?.provider?.sealedTokens ?? []).toString('latin1');
  };
  const isRecorded = (line: string): boolean => at.recorded().includes(line);

  it('is renewed before its tokens expire, again and again, and its socket stays', async () => {
    const before = provider.refreshes;
    for (let time = 1; time <= 2; time += 1) {
      const tokens = await readTokens();
      await letTokensExpire();
      await until(async () => (await readTokens()) !== tokens);
      expect(provider.refreshes).toBe(before + time);
      expect(await browser.query()).toBe(200);
    }
    expect(closeCode).toBeNull();
    expect(at.recorded().filter((line) => line.startsWith('MANAGE'))).toHaveLength(1);
  });

  it('gets changed rights within minutes; its socket begins anew with them', async () => {
    provider.people.set('mia', { ...mia, groups: ['quality', 'it'], team: ['south'] });
    const { id } = (await at.findUser('mia')) ?? { id: '' };
    await letTokensExpire();
    await until(() => closeCode !== null && isRecorded(`MANAGE Mia changeUser:${id}`));
    expect(closeCode).toBe(4401);
    expect((await browser.state()).session).toMatchObject({ roles: ['SUPERVISOR', 'ADMIN'], teams: ['south'] });
  });

  it.each([
    ['is gone at the provider', () => provider.people.delete('mia')],
    ['has no mapped group any more', () => provider.people.set('mia', { ...mia, groups: [] })],
  ])('ends when its person %s', async (_, change) => {
    change();
    await letTokensExpire();
    await until(() => closeCode !== null && isRecorded('SIGN_OUT Mia provider'));
    expect(closeCode).toBe(4401);
    expect(await browser.query()).toBe(401);
  });

  it('stays while the provider is away, and is renewed afterwards', async () => {
    const before = provider.refreshes;
    await provider.goAway();
    const tokens = await readTokens();
    await letTokensExpire();
    await until(() => at.logger.lines.some(({ message }) => message.startsWith('could not renew a session')));
    expect([await browser.query(), closeCode]).toEqual([200, null]);
    await provider.comeBack();
    await at.clock.advance(60_000);
    await until(async () => (await readTokens()) !== tokens);
    expect(provider.refreshes).toBe(before + 1);
    expect([await browser.query(), closeCode]).toEqual([200, null]);
  });

  it('keeps the tokens of the provider sealed', async () => {
    const sealed = await readTokens();
    expect(sealed.length).toBeGreaterThan(100);
    expect(sealed).not.toMatch(/eyJ|refreshToken/);
  });
});
