import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import {
  BearerAuthenticator,
  DisabledPeople,
  KeyAuthenticator,
  KeyDirectory,
  oidcConfigSchema,
  OidcProvider,
  oidcSettings,
  TokenAuthenticator,
  type OidcSettings,
} from '@earshot/access';
import type { Authenticator } from '@earshot/ports';
import {
  CapturingLogger,
  InMemoryDisabledPeople,
  InMemoryKeys,
  ManualClock,
  TestIssuer,
  type IssuerKey,
} from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { EARSHOT_PATH } from '../src/index.js';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';

const LCA_PATH = '/api/v1/ws';
const AUDIENCE = 'earshot';

describe('ingest that takes access tokens', () => {
  let clock: ManualClock;
  let issuer: TestIssuer;
  let key: IssuerKey;
  let settings: OidcSettings;
  let provider: OidcProvider;
  let store: InMemoryDisabledPeople;
  let disabled: DisabledPeople;
  let tokens: TokenAuthenticator;
  let authenticator: BearerAuthenticator;
  const opened: IngestUnderTest[] = [];

  beforeEach(async () => {
    clock = new ManualClock();
    ({ issuer, key } = await TestIssuer.open());
    settings = oidcSettings(
      oidcConfigSchema.parse({
        EARSHOT_OIDC_ISSUER: issuer.url,
        EARSHOT_OIDC_CLIENT_ID: 'page',
        EARSHOT_OIDC_AUDIENCE: AUDIENCE,
        EARSHOT_OIDC_SOURCES: 'calls/send=lca',
      }),
    );
    provider = new OidcProvider(settings, { clock, logger: new CapturingLogger() });
    store = new InMemoryDisabledPeople();
    disabled = new DisabledPeople(store);
    tokens = new TokenAuthenticator(settings, provider, disabled, clock);
    const keys = new KeyAuthenticator(new KeyDirectory(new InMemoryKeys(), clock, new CapturingLogger()));
    authenticator = new BearerAuthenticator(keys, tokens);
    await provider.refreshWhenDue();
    await disabled.refresh();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
    await issuer.goAway();
  });

  const open = async (env: Record<string, string> = {}, asked: Authenticator = authenticator) => {
    const world = { bus: new CapturingBus(), registry: new FakeRegistry(), authenticator: asked };
    const ingest = await IngestUnderTest.openIn(world, env, clock);
    opened.push(ingest);
    return ingest;
  };
  const sign = (scope: string): Promise<string> => {
    const nowS = Math.floor(clock.nowMs() / 1_000);
    return issuer.sign({ sub: 'phones', aud: AUDIENCE, scope, iat: nowS, exp: nowS + 300 }, key);
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  /** The status of the answer to a handshake; 101 when the socket opened. */
  async function handshake(ingest: IngestUnderTest, path: string, headers: Record<string, string> = {}) {
    const socket = new WebSocket(`ws://127.0.0.1:${ingest.port}${path}`, { headers });
    socket.on('error', () => undefined);
    const refused = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
    const status = await Promise.race([
      once(socket, 'open').then(() => 101),
      refused.then(([, { statusCode }]) => statusCode),
    ]);
    socket.terminate();
    return status;
  }

  it('lets a token in only for the source that its scope names', async () => {
    const ingest = await open();
    const [sender, reader] = [await sign('openid calls/send'), await sign('openid')];
    expect(await handshake(ingest, LCA_PATH, bearer(sender))).toBe(101);
    expect(await handshake(ingest, EARSHOT_PATH, bearer(sender))).toBe(403);
    expect(await handshake(ingest, LCA_PATH, bearer(reader))).toBe(403);
    expect(await handshake(ingest, LCA_PATH, bearer(`${sender.slice(0, -8)}AAAAAAAA`))).toBe(401);
  });

  it("takes a token in LCA's query parameter only when that is switched on, and logs it nowhere", async () => {
    const token = await sign('calls/send');
    const query = `?authorization=Bearer%20${token}`;
    const [off, on] = [await open(), await open({ EARSHOT_LCA_QUERY_KEYS: 'true' })];
    expect(await handshake(off, LCA_PATH + query)).toBe(401);
    expect(await handshake(on, LCA_PATH + query)).toBe(101);
    for (const { logger } of [off, on]) expect(JSON.stringify(logger.lines)).not.toContain(token.slice(-40));
  });

  it('asks a client to come back while the provider with its new key is away', async () => {
    const ingest = await open();
    key = await issuer.addKey();
    const token = await sign('calls/send');
    await issuer.goAway();
    await clock.advance(10_000);
    expect(await handshake(ingest, LCA_PATH, bearer(token))).toBe(503);
  });

  it('closes the socket of an expired token with 1008, and its call waits for its source', async () => {
    const ingest = await open({ EARSHOT_RECONNECT_WINDOW_MS: '3600000' });
    const client = await ingest.client({ headers: bearer(await sign('calls/send')) });
    client.start('c1');
    await client.reply('started');
    await clock.advance(300_000);
    tokens.endWatched();
    expect(await client.gone).toBe(1008);
    const again = await ingest.client({ headers: bearer(await sign('calls/send')) });
    again.start('c1');
    expect(await again.reply('started')).toHaveProperty('resumedAtMs');
  });

  describe('of people whose account may be disabled', () => {
    const refresh = (): Promise<void> => disabled.refresh().then(() => tokens.endWatched());
    const PHONES = { providerId: 'phones' };

    it('closes the sockets of somebody who is disabled with 1008, and answers 401 until the account is active again', async () => {
      const ingest = await open();
      const token = await sign('calls/send');
      const client = await ingest.client({ headers: bearer(token) });
      client.start('c1');
      await client.reply('started');
      store.set({ externalId: JSON.stringify([issuer.url, 'phones']) });
      await refresh();
      expect(await client.gone).toBe(1008);
      expect(await handshake(ingest, LCA_PATH, bearer(token))).toBe(401);
      store.set();
      await refresh();
      expect(await handshake(ingest, LCA_PATH, bearer(token))).toBe(101);
    });

    it('answers from memory while the database is stalled', async () => {
      const ingest = await open();
      const token = await sign('calls/send');
      const client = await ingest.client({ headers: bearer(token) });
      store.isAway = true;
      void refresh();
      expect(await handshake(ingest, LCA_PATH, bearer(token))).toBe(101);
      client.start('c1');
      await client.reply('started');
      store.isAway = false;
      store.set(PHONES);
      await refresh();
      store.isAway = true;
      void refresh();
      expect(await handshake(ingest, LCA_PATH, bearer(token))).toBe(401);
    });

    it('asks a client to come back while the database has not answered since the start', async () => {
      const atStart = new TokenAuthenticator(settings, provider, new DisabledPeople(store), clock);
      const ingest = await open({}, atStart);
      expect(await handshake(ingest, LCA_PATH, bearer(await sign('calls/send')))).toBe(503);
    });
  });
});
