import { once } from 'node:events';
import { TestIssuer, type IssuerKey } from '@earshot/testing';
import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RawSocket } from './support/gateway-clients.js';
import { OidcBrowser } from './support/oidc-browser.js';
import { OidcGateway } from './support/oidc-gateway.js';
import { mia } from './support/oidc-people.js';
import { peopleDatabasePerFile } from './support/people-gateway.js';

jest.setTimeout(180_000);

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

describe('sign-out with an identity provider', () => {
  const database = peopleDatabasePerFile();

  describe('that is real', () => {
    let provider: TestProvider;
    let at: OidcGateway;
    let browser: OidcBrowser;
    beforeEach(async () => {
      provider = await TestProvider.open();
      provider.people.set('mia', mia);
      at = await OidcGateway.start(database.stores, provider);
      browser = new OidcBrowser(at.gateway);
    });
    afterEach(async () => {
      await at.gateway.stop();
      await provider.goAway();
    });

    const signOut = async (path = '/auth/sign-out'): Promise<string> => {
      const { providerSignOutUrl } = JSON.parse((await browser.send(path, {})).body.toString()) as {
        providerSignOutUrl?: string;
      };
      return providerSignOutUrl ?? '';
    };

    it.each(['/auth/sign-out', '/auth/sign-out-everywhere'])('%s ends both sessions', async (path) => {
      await browser.signIn('mia');
      const url = new URL(await signOut(path));
      expect(url.origin).toBe(provider.url);
      expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${browser.origin}/sign-in`);
      expect(url.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
      expect(await browser.query()).toBe(401);
      expect(await browser.confirmSignOut(url.href)).toBe('/sign-in');
      expect(await browser.isKnownToProvider(await browser.begin())).toBe(false);
    });

    it('ends the session here also while the provider is away', async () => {
      await browser.signIn('mia');
      await provider.goAway();
      expect(new URL(await signOut()).origin).toBe(provider.url);
      expect(await browser.query()).toBe(401);
    });

    it('at the provider ends the session and its socket here, and no other', async () => {
      await browser.signIn('mia');
      const other = new OidcBrowser(at.gateway);
      await other.signIn('mia');
      const { socket } = await new RawSocket(at.gateway.socket(browser.headers())).open();
      const closed = once(socket, 'close');
      // The browser comes straight to the provider, so only the provider tells Earshot.
      await browser.confirmSignOut(`${provider.url}/session/end`);
      expect((await closed)[0]).toBe(4401);
      expect([await browser.query(), await other.query()]).toEqual([401, 200]);
      expect(at.recorded()).toContain('SIGN_OUT Mia provider');
    });
  });

  describe('that sends logout tokens', () => {
    let issuer: TestIssuer;
    let key: IssuerKey;
    let at: OidcGateway;
    beforeEach(async () => {
      ({ issuer, key } = await TestIssuer.open());
      at = await OidcGateway.startWith(database.stores, issuer.url);
    });
    afterEach(async () => {
      await at.gateway.stop();
      await issuer.goAway();
    });

    const nowS = (): number => Math.floor(at.clock.nowMs() / 1_000);
    const claims = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
      ...{
        aud: 'earshot',
        iat: nowS(),
        exp: nowS() + 120,
        jti: 'j1',
        sid: 'mia s1',
        sub: 'mia',
        events: { [EVENT]: {} },
      },
      ...over,
    });
    const send = async (
      token: string | null,
      { gateway } = at,
    ): Promise<{ status: number; code: string | undefined }> => {
      const headers = { host: `127.0.0.1:${gateway.port}`, 'content-type': 'application/x-www-form-urlencoded' };
      const body = token === null ? 'other=1' : new URLSearchParams({ logout_token: token }).toString();
      const answer = await gateway.http('/auth/oidc/back-channel-logout', { method: 'POST', headers, body });
      const text = answer.body.toString();
      return { status: answer.status, code: text === '' ? undefined : (JSON.parse(text) as { code: string }).code };
    };
    const done = { status: 200, code: undefined };
    const refused = { status: 400, code: 'LOGOUT_REFUSED' };
    const sign = (over: Record<string, unknown> = {}, header: Record<string, unknown> = logoutHeader) =>
      issuer.sign(claims(over), key, header);

    const logoutHeader = { typ: 'logout+jwt' };
    it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
      ['another audience', { aud: 'other' }, logoutHeader],
      ['no audience', { aud: undefined }, logoutHeader],
      ['another issuer', { iss: 'https://evil.example' }, logoutHeader],
      ['a nonce', { nonce: 'n' }, logoutHeader],
      ['no event', { events: undefined }, logoutHeader],
      ['another event', { events: { 'https://example.org/other': {} } }, logoutHeader],
      ['an event that is no object', { events: { [EVENT]: true } }, logoutHeader],
      ['events that are a list', { events: [EVENT] }, logoutHeader],
      ['no id', { jti: undefined }, logoutHeader],
      ['an id of another type', { jti: 7 }, logoutHeader],
      ['nobody', { sid: undefined, sub: undefined }, logoutHeader],
      ['a very long session', { sid: 'x'.repeat(600), sub: undefined }, logoutHeader],
      ['no time', { iat: undefined }, logoutHeader],
      ['the type of an access token', {}, { typ: 'at+jwt' }],
      ['an unknown key', {}, { kid: 'other' }],
    ])('refuses one with %s', async (_, over, header) => {
      const session = await at.startSession('mia', 's1');
      expect(await send(await sign(over, header))).toEqual(refused);
      expect(await at.isOpen(session)).toBe(true);
    });

    it('refuses one that is late, early, expired, unsigned, too long, or no token', async () => {
      const session = await at.startSession('mia', 's1');
      const late = await sign({ iat: nowS() - 200, exp: nowS() + 1_000 });
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${late.split('.')[1]}.`;
      const others = [await sign({ iat: nowS() + 120 }), await sign({ exp: nowS() - 1 })];
      for (const token of [late, unsigned, ...others, 'x'.repeat(17_000), 'x', null])
        expect(await send(token)).toEqual(refused);
      expect(await at.isOpen(session)).toBe(true);
    });

    it('ends the session that it names, once', async () => {
      const [first, second] = [await at.startSession('mia', 's1'), await at.startSession('mia', 's2')];
      const token = await sign();
      expect(await send(token)).toEqual(done);
      expect([await at.isOpen(first), await at.isOpen(second)]).toEqual([false, true]);
      const again = await at.startSession('mia', 's1');
      expect(await send(token)).toEqual(refused);
      expect(await at.isOpen(again)).toBe(true);
    });

    it('ends nothing at another gateway that it has ended at the first', async () => {
      const token = await sign({ sid: undefined });
      expect(await send(token)).toEqual(done);
      const other = await OidcGateway.startWith(database.stores, issuer.url);
      const again = await at.startSession('mia', 's2');
      expect(await send(token, other)).toEqual(refused);
      expect(await at.isOpen(again)).toBe(true);
      await other.gateway.stop();
    });

    it('ends every session of the person if it names none, and those of nobody else', async () => {
      const own = [await at.startSession('mia', 's1'), await at.startSession('mia', null)];
      const other = await at.startSession('ben', 's1');
      expect(await send(await sign({ sid: undefined }, { typ: undefined }))).toEqual(done);
      expect(await Promise.all(own.map((session) => at.isOpen(session)))).toEqual([false, false]);
      expect(await at.isOpen(other)).toBe(true);
    });

    it('is asked again while the provider does not answer', async () => {
      await issuer.goAway();
      const token = await sign({}, { typ: 'logout+jwt', kid: 'new' });
      expect(await send(token)).toEqual({ status: 503, code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
    });
  });
});
