import { describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { AUDIENCE, UNAUTHENTICATED, tokenCheckPerTest } from '../../test/token-check.js';

describe('authentication by access tokens', () => {
  const at = tokenCheckPerTest();
  const { authenticate, claims, nowS, readAll, sign, useSettings } = at;

  it('gives the principal whom the token names, the same for each token of a person', async () => {
    const principal = await authenticate(await sign({ preferred_username: 'mia.b' }));
    expect(principal).toEqual({
      key: expect.stringMatching(/^user:[A-Za-z0-9_-]{22}$/),
      tenant: 'default',
      subject: 'mia.b',
      kind: 'USER',
      roles: ['SUPERVISOR'],
      agentId: null,
      teams: [],
      queues: [],
      sources: [],
      expiresAtMs: (nowS() + 300) * 1_000,
    });
    const [again, other] = [await sign({ jti: 'x' }), await sign({ sub: 'ann' })];
    expect((await authenticate(again)).key).toBe(principal.key);
    expect((await authenticate(other)).key).not.toBe(principal.key);
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('takes a signature with %s', async (algorithm) => {
    const other = await at.issuer.addKey(algorithm);
    await at.clock.advance(10_000);
    expect(await authenticate(await at.issuer.sign(claims(), other))).toMatchObject({ roles: ['SUPERVISOR'] });
  });

  it.each<[string, JWTPayload, Record<string, unknown>?]>([
    ['another issuer', { iss: 'https://elsewhere.example.org' }],
    ['another audience', { aud: 'https://other.example.org' }],
    ['no audience', { aud: undefined }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that is no text', { sub: 5 as never }],
    ['no expiry', { exp: undefined }],
    ['no time of issue', { iat: undefined }],
    ['an issue in the future', { iat: 1_800_000_000 }],
    ['an issue two days ago', { iat: 1_700_000_000 - 172_800 }],
    ['a past expiry', { exp: 1_700_000_000 }],
    ['a begin in the future', { nbf: 1_700_000_060 }],
    ['the nonce of an ID token', { nonce: 'n' }],
    ['the hash of an ID token', { at_hash: 'h' }],
    ['the events of a logout token', { events: {} }],
    ['the type of an ID token', {}, { typ: 'JWT' }],
    ['the type of a logout token', { scope: 'openid' }, { typ: 'logout+jwt' }],
    ['the use of an ID token of Cognito', { token_use: 'id', scope: 'openid' }, { typ: undefined }],
    ['the use of an ID token of Keycloak', { typ: 'ID', scope: 'openid' }, { typ: 'JWT' }],
    ['an unknown key', {}, { kid: 'invented' }],
    ['the id of no key', {}, { kid: 7 }],
  ])('refuses a token with %s', async (_what, changes, header = {}) => {
    const token = await sign(changes, header);
    await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
  });

  it.each<[string, JWTPayload, Record<string, unknown>]>([
    ['RFC 9068', {}, { typ: 'application/at+jwt' }],
    ['Cognito', { aud: undefined, client_id: AUDIENCE, token_use: 'access' }, { typ: undefined }],
    ['Keycloak', { typ: 'Bearer', aud: ['account', AUDIENCE] }, { typ: 'JWT' }],
    ['Entra ID', { scp: 'access' }, { typ: 'JWT' }],
    ['Okta', { scp: ['openid'] }, { typ: undefined }],
  ])('takes an access token in the form of %s', async (_provider, changes, header) => {
    expect(await authenticate(await sign(changes, header))).toMatchObject({ roles: ['SUPERVISOR'] });
  });

  it('takes a token until its second of expiry, and one whose clock is a little ahead', async () => {
    const token = await sign({ iat: nowS() + 20, nbf: nowS() + 20 });
    await at.clock.advance(299_000);
    await authenticate(token);
    await at.clock.advance(1_000);
    await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
  });

  it('lets in only people with a verified address of an allowed domain, and programs', async () => {
    useSettings({ EARSHOT_OIDC_ALLOWED_EMAIL_DOMAINS: 'Example.org' });
    await readAll();
    const email = 'mia@example.ORG';
    expect((await authenticate(await sign({ email, email_verified: true }))).subject).toBe(email);
    await authenticate(await sign({ sub: 'dialler' }));
    for (const changes of [
      {},
      { email },
      { email, email_verified: false },
      { email: 'mia@example.org.evil.example', email_verified: true },
      { email: 'example.org', email_verified: true },
    ])
      await expect(authenticate(await sign(changes))).rejects.toEqual(UNAUTHENTICATED);
  });

  it('takes no token where no audience is set', async () => {
    useSettings({ EARSHOT_OIDC_AUDIENCE: '' });
    await readAll();
    await expect(authenticate(await sign({ aud: '' }))).rejects.toEqual(UNAUTHENTICATED);
  });
});
