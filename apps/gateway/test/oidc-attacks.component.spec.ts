import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OidcBrowser } from './support/oidc-browser.js';
import { OidcGateway } from './support/oidc-gateway.js';
import { mia } from './support/oidc-people.js';
import { peopleDatabasePerFile } from './support/people-gateway.js';

jest.setTimeout(180_000);

const MINUTE_MS = 60_000;

describe('a sign-in at an identity provider', () => {
  const database = peopleDatabasePerFile();
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

  describe('that somebody attacks, who', () => {
    const callback = (query: Record<string, string>): string =>
      `/auth/oidc/callback?${new URLSearchParams(query).toString()}`;

    /** The path to which the provider led back, with other parameters. */
    const changed = (path: string, change: Record<string, string | null>): string => {
      const url = new URL(path, browser.origin);
      for (const [name, value] of Object.entries(change))
        if (value === null) url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      return url.pathname + url.search;
    };

    const begun = async (subject = 'mia'): Promise<string> =>
      browser.visitProvider(await browser.begin('/calls'), subject);

    it.each([
      ['invented', () => callback({ code: 'x', state: `eo_00000000_${'x'.repeat(43)}` })],
      ['of no form', () => callback({ code: 'x', state: '__proto__' })],
      ['left out', () => callback({ code: 'x' })],
      ['very long', () => callback({ code: 'x', state: `eo_${'a'.repeat(12_000)}` })],
    ])('uses a state that is %s', async (_, path) => {
      expect(browser.problemOf(await browser.open(path()))).toBe('SIGN_IN_NOT_BEGUN');
    });

    it('sends the same state twice', async () => {
      const path = await begun();
      expect(browser.problemOf(await browser.open(`${path}&state=x`))).toBe('SIGN_IN_NOT_BEGUN');
    });

    it('leads a browser to the end of a sign-in that another one began', async () => {
      const path = await begun();
      const victim = new OidcBrowser(at.gateway);
      expect(browser.problemOf(await victim.open(path))).toBe('SIGN_IN_NOT_BEGUN');
      expect(await victim.query()).toBe(401);
    });

    it('puts the state of one sign-in into another of the same browser', async () => {
      const [first, second] = [await begun(), await begun()];
      const state = new URL(second, browser.origin).searchParams.get('state');
      expect(browser.problemOf(await browser.open(changed(first, { state })))).toBe('PROVIDER_REFUSED');
    });

    it('sends the code a second time', async () => {
      const path = await begun();
      expect(await browser.open(path)).toBe('/calls');
      expect(browser.problemOf(await browser.open(path))).toBe('SIGN_IN_NOT_BEGUN');
      const again = await begun();
      const code = new URL(path, browser.origin).searchParams.get('code');
      expect(browser.problemOf(await browser.open(changed(again, { code })))).toBe('PROVIDER_REFUSED');
    });

    it('waits too long', async () => {
      const path = await begun();
      await at.clock.advance(11 * MINUTE_MS);
      expect(browser.problemOf(await browser.open(path))).toBe('SIGN_IN_NOT_BEGUN');
    });

    it('answers in the name of another provider', async () => {
      expect(browser.problemOf(await browser.open(changed(await begun(), { iss: 'https://evil.example' })))).toBe(
        'PROVIDER_REFUSED',
      );
      expect(browser.problemOf(await browser.open(changed(await begun(), { iss: null })))).toBe('PROVIDER_REFUSED');
    });

    it('leads to another site afterwards', async () => {
      for (const returnTo of [
        'https://evil.example/',
        '//evil.example',
        '/\\evil.example',
        'javascript:alert(1)',
        `/${'a'.repeat(2_000)}`,
      ])
        expect(await browser.signIn('mia', returnTo)).toBe('/');
    });

    it('breaks off at the provider', async () => {
      const state = new URL(await browser.begin()).searchParams.get('state') ?? '';
      const iss = provider.url;
      expect(browser.problemOf(await browser.open(callback({ error: 'access_denied', state, iss })))).toBe(
        'PROVIDER_REFUSED',
      );
    });

    it('changes the cookie', async () => {
      const url = await browser.begin();
      const path = await browser.visitProvider(url, 'mia');
      const { cookie = '' } = browser.headers();
      const damaged = cookie.slice(0, -2) + (cookie.endsWith('AA') ? 'BB' : 'AA');
      const answer = await at.gateway.http(path, { headers: { ...browser.headers(), cookie: damaged } });
      expect(browser.problemOf(answer.headers.location ?? '')).toBe('SIGN_IN_NOT_BEGUN');
    });
  });
});
