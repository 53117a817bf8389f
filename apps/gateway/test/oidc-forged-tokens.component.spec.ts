import { createHmac } from 'node:crypto';
import { TestIssuer, type IssuerKey } from '@earshot/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OidcBrowser } from './support/oidc-browser.js';
import { OidcGateway } from './support/oidc-gateway.js';
import { peopleDatabasePerFile } from './support/people-gateway.js';

jest.setTimeout(180_000);

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Whoever stands between Earshot and the provider could answer in its place. Only a signature of the provider counts. */
describe('an ID token that comes for the code of a sign-in', () => {
  const database = peopleDatabasePerFile();
  let issuer: TestIssuer;
  let key: IssuerKey;
  let thief: IssuerKey;
  let at: OidcGateway;
  let browser: OidcBrowser;

  beforeAll(async () => {
    const other = await TestIssuer.open();
    thief = other.key;
    await other.issuer.goAway();
  });
  beforeEach(async () => {
    ({ issuer, key } = await TestIssuer.open());
    at = await OidcGateway.startWith(database.stores, issuer.url);
    browser = new OidcBrowser(at.gateway);
  });
  afterEach(async () => {
    await at.gateway.stop();
    await issuer.goAway();
  });

  type Claims = Record<string, unknown>;
  const claimsOf = (nonce: string | null): Claims => {
    const nowS = Math.floor(at.clock.nowMs() / 1_000);
    const person = { sub: 'mia', name: 'Mia', groups: ['it'], team: ['north'] };
    return { ...person, aud: 'earshot', nonce, iat: nowS, exp: nowS + 300 };
  };
  const sign = (claims: Claims, by = key): Promise<string> => issuer.sign(claims, by, { typ: 'JWT' });

  /** Signs in with an ID token that is made of the right claims. Returns where that ends. */
  const signInWith = async (makeToken: (claims: Claims) => Promise<string>): Promise<string> => {
    const asked = new URL(await browser.begin('/calls')).searchParams;
    const idToken = await makeToken(claimsOf(asked.get('nonce')));
    issuer.tokens = { access_token: 'x', token_type: 'Bearer', id_token: idToken };
    const query = new URLSearchParams({ code: 'x', state: asked.get('state') ?? '' });
    return browser.open(`/auth/oidc/callback?${query.toString()}`);
  };

  it('signs the person in when the provider signed it', async () => {
    expect(await signInWith((claims) => sign(claims))).toBe('/calls');
    expect((await browser.state()).session).toMatchObject({ displayName: 'Mia', roles: ['ADMIN'] });
  });

  it.each<[string, (claims: Claims) => Promise<string>]>([
    [
      'is signed with another key under the id of the right one',
      (claims) => sign(claims, { ...thief, publicKey: key.publicKey }),
    ],
    ['has a damaged signature', async (claims) => `${(await sign(claims)).slice(0, -8)}AAAAAAAA`],
    [
      'has the claims of somebody else',
      async (claims) => {
        const [header, , signature] = (await sign(claims)).split('.');
        return [header, encode({ iss: issuer.url, ...claims, sub: 'eve' }), signature].join('.');
      },
    ],
    ['has no signature', async (claims) => `${encode({ alg: 'none' })}.${encode({ iss: issuer.url, ...claims })}.`],
    [
      'uses the public key as a shared secret',
      async (claims) => {
        const { kid, n = '' } = key.publicKey;
        const signed = `${encode({ alg: 'HS256', kid })}.${encode({ iss: issuer.url, ...claims })}`;
        return `${signed}.${createHmac('sha256', n).update(signed).digest('base64url')}`;
      },
    ],
    ['is of another issuer', (claims) => sign({ ...claims, iss: 'https://evil.example' })],
    ['is for another client', (claims) => sign({ ...claims, aud: 'other' })],
    ['is of another sign-in', (claims) => sign({ ...claims, nonce: 'other' })],
    ['has expired', (claims) => sign({ ...claims, exp: Number(claims['iat']) - 1 })],
  ])('signs nobody in when it %s', async (_what, makeToken) => {
    expect(await signInWith(makeToken)).toBe('/sign-in?problem=PROVIDER_REFUSED&returnTo=%2Fcalls');
    expect((await browser.state()).session).toBeNull();
    expect([await at.findUser('mia'), await at.findUser('eve')]).toEqual([null, null]);
  });
});
