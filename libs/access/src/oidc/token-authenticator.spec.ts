import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingLogger, InMemoryDisabledPeople, ManualClock, TestIssuer, type IssuerKey } from '@earshot/testing';
import { exportSPKI, importJWK, type JWTPayload } from 'jose';
import { DisabledPeople, oidcConfigSchema, OidcProvider, oidcSettings, TokenAuthenticator } from '../index.js';

const UNAUTHENTICATED = expect.objectContaining({ code: 'UNAUTHENTICATED', retryable: false });
const UNAVAILABLE = expect.objectContaining({ code: 'IDENTITY_PROVIDER_UNAVAILABLE', retryable: true });
const AUDIENCE = 'https://earshot.example.org';

describe('authentication by access tokens', () => {
  let clock: ManualClock;
  let issuer: TestIssuer;
  let key: IssuerKey;
  let provider: OidcProvider;
  let logger: CapturingLogger;
  let store: InMemoryDisabledPeople;
  let disabled: DisabledPeople;
  let tokens: TokenAuthenticator;

  const useSettings = (env: Record<string, string> = {}): void => {
    const settings = oidcSettings(
      oidcConfigSchema.parse({
        EARSHOT_OIDC_ISSUER: issuer.url,
        EARSHOT_OIDC_CLIENT_ID: 'page',
        EARSHOT_OIDC_AUDIENCE: AUDIENCE,
        EARSHOT_OIDC_ROLES: 'quality=supervisor, it=admin',
        ...env,
      }),
    );
    logger = new CapturingLogger();
    provider = new OidcProvider(settings, { clock, logger });
    store = new InMemoryDisabledPeople();
    disabled = new DisabledPeople(store);
    tokens = new TokenAuthenticator(settings, provider, disabled, clock);
  };
  const readAll = async (): Promise<void> => {
    await provider.refreshWhenDue();
    await disabled.refresh();
  };
  const nowS = (): number => Math.floor(clock.nowMs() / 1_000);
  const claims = (changes: JWTPayload = {}): JWTPayload => ({
    ...{ sub: 'mia', aud: AUDIENCE, client_id: 'dialler', groups: ['quality'], iat: nowS(), exp: nowS() + 300 },
    ...changes,
  });
  const sign = (changes?: JWTPayload, header?: Record<string, unknown>) => issuer.sign(claims(changes), key, header);
  const authenticate = (token: string) => tokens.authenticate({ headers: { authorization: `Bearer ${token}` } });

  beforeEach(async () => {
    clock = new ManualClock();
    ({ issuer, key } = await TestIssuer.open());
    useSettings();
    await readAll();
  });
  afterEach(() => issuer.goAway());

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
    const other = await issuer.addKey(algorithm);
    await clock.advance(10_000);
    expect(await authenticate(await issuer.sign(claims(), other))).toMatchObject({ roles: ['SUPERVISOR'] });
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
    await clock.advance(299_000);
    await authenticate(token);
    await clock.advance(1_000);
    await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
  });

  describe('refuses a forged token', () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

    it.each(['none', 'None', 'NONE', ''])('with the algorithm %j', async (alg) => {
      const body = part({ iss: issuer.url, ...claims({ groups: ['it'] }) });
      for (const signature of ['', 'AAAA'])
        await expect(authenticate(`${part({ alg, typ: 'at+jwt' })}.${body}.${signature}`)).rejects.toEqual(
          UNAUTHENTICATED,
        );
    });

    it('that uses the public key as a shared secret', async () => {
      const publicKey = await importJWK(key.publicKey, 'RS256');
      const secrets = [await exportSPKI(publicKey as never), JSON.stringify(key.publicKey), key.publicKey.n ?? ''];
      for (const secret of secrets) {
        const signed = `${part({ alg: 'HS256', kid: key.publicKey.kid, typ: 'at+jwt' })}.${part({ iss: issuer.url, ...claims() })}`;
        const signature = createHmac('sha256', secret).update(signed).digest('base64url');
        await expect(authenticate(`${signed}.${signature}`)).rejects.toEqual(UNAUTHENTICATED);
      }
    });

    it('whose claims, header or signature were exchanged', async () => {
      const [header, body, signature] = (await sign()).split('.') as [string, string, string];
      const [, otherBody] = (await sign({ groups: ['it'] })).split('.') as [string, string];
      for (const forged of [
        `${header}.${otherBody}.${signature}`,
        `${part({ alg: 'PS256', kid: key.publicKey.kid, typ: 'at+jwt' })}.${body}.${signature}`,
        `${header}.${body}.${signature.slice(0, -8)}AAAAAAAA`,
        `${header}.${body}.`,
        `${header}.${body}`,
        `${header}.${body}.${signature}.${signature}`,
        `${header}..${signature}`,
        'a.b.c',
      ])
        await expect(authenticate(forged)).rejects.toEqual(UNAUTHENTICATED);
    });

    it('that brings a key of its own, or names a place of keys', async () => {
      const thief = await TestIssuer.open();
      for (const header of [{ jwk: thief.key.publicKey }, { jku: `${thief.issuer.url}/keys` }]) {
        const token = await issuer.sign(claims(), { ...thief.key, publicKey: key.publicKey }, header);
        await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
      }
      expect(thief.issuer.reads.keys).toBe(0);
      await thief.issuer.goAway();
    });

    it('that is longer than a header may be, without looking into it', async () => {
      const token = await sign({ groups: ['quality', 'x'.repeat(16_384)] });
      await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
      const shorter = await sign({ groups: ['quality', 'x'.repeat(8_000)] });
      expect((await authenticate(shorter)).roles).toEqual(['SUPERVISOR']);
    });
  });

  it('takes tokens of a new key at once, and ends those of a withdrawn one', async () => {
    const old = await authenticate(await sign());
    const ended: string[] = [];
    tokens.watch(old, () => ended.push('old'));
    const next = await issuer.addKey();
    await clock.advance(10_000);
    const fresh = await authenticate(await issuer.sign(claims(), next));
    tokens.watch(fresh, () => ended.push('fresh'));
    tokens.endWatched();
    expect(ended).toEqual([]);
    issuer.published = [next.publicKey];
    await clock.advance(300_000 - 10_000);
    await provider.refreshWhenDue();
    tokens.endWatched();
    expect(ended).toEqual(['old']);
    await expect(authenticate(await sign())).rejects.toEqual(UNAUTHENTICATED);
  });

  it('ends what an expired token opened, and tells nobody who stopped watching', async () => {
    const principal = await authenticate(await sign());
    const ended: string[] = [];
    const stop = tokens.watch(principal, () => ended.push('first'));
    tokens.watch(principal, () => ended.push('second'));
    stop();
    await clock.advance(299_000);
    tokens.endWatched();
    expect(ended).toEqual([]);
    await clock.advance(1_000);
    tokens.endWatched();
    tokens.endWatched();
    expect(ended).toEqual(['second']);
  });

  it('verifies tokens from memory while the provider is away', async () => {
    await issuer.goAway();
    await clock.advance(300_000);
    await provider.refreshWhenDue();
    expect((await authenticate(await sign())).roles).toEqual(['SUPERVISOR']);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ fields: expect.objectContaining({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' }) }),
    );
  });

  it('asks to try again while a provider that was never there, or has a new key, does not answer', async () => {
    useSettings();
    await issuer.goAway();
    await readAll();
    await expect(authenticate(await sign())).rejects.toEqual(UNAVAILABLE);
    await issuer.comeBack();
    await provider.refreshWhenDue();
    await expect(authenticate(await sign())).rejects.toEqual(UNAVAILABLE);
    await clock.advance(1_000);
    await provider.refreshWhenDue();
    await authenticate(await sign());
    const next = await issuer.addKey();
    await issuer.goAway();
    await clock.advance(10_000);
    const token = await issuer.sign(claims(), next);
    await expect(authenticate(token)).rejects.toEqual(UNAVAILABLE);
    await issuer.comeBack();
    await expect(authenticate(token)).rejects.toEqual(UNAVAILABLE);
    await clock.advance(10_000);
    await authenticate(token);
  });

  it('does not let a client with invented keys drive the provider, nor wait long for it', async () => {
    await clock.advance(10_000);
    let release = (): void => undefined;
    issuer.keysHeldUntil = new Promise((resolve) => (release = resolve));
    const before = issuer.reads.keys;
    const forged = await Promise.all(Array.from({ length: 50 }, (_, n) => sign({}, { kid: `invented-${n}` })));
    const answers = forged.map((token) => authenticate(token).catch((error: unknown) => error));
    while (issuer.reads.keys === before) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(300);
    expect(await Promise.all(answers)).toEqual(Array(50).fill(UNAVAILABLE));
    release();
    for (const token of forged) await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
    expect(issuer.reads.keys).toBe(before + 1);
    await clock.advance(10_000);
    await expect(authenticate(forged[0] ?? '')).rejects.toEqual(UNAUTHENTICATED);
    expect(issuer.reads.keys).toBe(before + 2);
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

  describe('of people whose account may be disabled', () => {
    const email = 'Mia@example.org';
    const mia = { email, email_verified: true, oid: '4711' };

    it.each([
      ['the person of the token', () => ({ externalId: JSON.stringify([issuer.url, 'mia']) }), true],
      ['the person whom the provider provisioned', () => ({ providerId: '4711' }), true],
      ['the provisioned name that is the verified address', () => ({ name: 'mia@example.org' }), true],
      ['a person of another provider', () => ({ externalId: '["https://elsewhere.example.org","mia"]' }), false],
      [
        'a person with another id',
        () => ({ externalId: JSON.stringify([issuer.url, 'Mia']), providerId: 'mia' }),
        false,
      ],
      ['nobody', () => ({}), false],
    ])('looks for %s among the disabled', async (_what, person, isRefused) => {
      useSettings({ EARSHOT_OIDC_EXTERNAL_ID_CLAIM: 'oid' });
      await readAll();
      const ended: string[] = [];
      const token = await sign(mia);
      tokens.watch(await authenticate(token), () => ended.push('mia'));
      store.set(person());
      await disabled.refresh();
      tokens.endWatched();
      expect(ended).toEqual(isRefused ? ['mia'] : []);
      const answer = authenticate(token).then(
        () => false,
        (error: { code: string }) => error.code === 'UNAUTHENTICATED',
      );
      expect(await answer).toBe(isRefused);
    });

    it('does not take an address that nobody verified for that of a disabled person', async () => {
      store.set({ name: 'mia@example.org' });
      await disabled.refresh();
      await authenticate(await sign({ email, email_verified: false }));
      await authenticate(await sign({ email: 'ann@example.org', email_verified: true }));
    });
  });

  it('takes no token where no audience is set', async () => {
    useSettings({ EARSHOT_OIDC_AUDIENCE: '' });
    await readAll();
    await expect(authenticate(await sign({ aud: '' }))).rejects.toEqual(UNAUTHENTICATED);
  });
});
