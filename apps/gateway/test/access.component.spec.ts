import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueKey, KeyAuthenticator, KeyDirectory, type IssuedKey, type KeyGrant } from '@earshot/access';
import { CapturingLogger, InMemoryKeys } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { RawSocket, Received } from './support/gateway-clients.js';
import { realClock } from './support/fake-process.js';
import { RunningGateway, type RawAnswer } from './support/running-gateway.js';
import { aCall } from './support/views.js';

/** What everybody may read: the routes, and an address of each. */
const PUBLIC = {
  '/auth/session': '/auth/session',
  '/health/live': '/health/live',
  '/health/ready': '/health/ready',
  '/*': '/calls/of-the-page',
};
const CALL = '{ call(id: "call-1") { id } }';
/** An identity provider reads the errors of SCIM. */
const SCIM_UNAUTHENTICATED = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401' };
const UNAUTHENTICATED = { data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };

describe('a gateway that asks for keys', () => {
  let gateway: RunningGateway;
  let store: InMemoryKeys;
  let directory: KeyDirectory;
  let keys: KeyAuthenticator;
  let webRoot: string;

  const addKey = async (grant: Partial<KeyGrant>): Promise<IssuedKey> => {
    const key = issueKey({ name: 'test', kind: 'SERVICE', ...grant }, Date.now());
    await store.add(key.stored);
    return key;
  };
  const send = (path: string, method = 'GET', key?: string): Promise<RawAnswer> =>
    gateway.http(path, {
      method,
      headers: { 'content-type': 'application/json', accept: '*/*', ...(key && { authorization: `Bearer ${key}` }) },
      ...(method === 'POST' && { body: JSON.stringify({ query: CALL }) }),
    });
  const jsonOf = ({ body }: RawAnswer): unknown => JSON.parse(body.toString());

  beforeEach(async () => {
    webRoot = mkdtempSync(join(tmpdir(), 'earshot-web-'));
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Earshot</title>');
    store = new InMemoryKeys();
    directory = new KeyDirectory(store, realClock, new CapturingLogger());
    keys = new KeyAuthenticator(directory);
    gateway = await RunningGateway.start({ EARSHOT_WEB_ROOT: webRoot }, realClock, keys);
    await gateway.storeCall(aCall('call-1'));
  });
  afterEach(async () => {
    await gateway.stop();
    rmSync(webRoot, { recursive: true });
  });

  it('answers 401 on every route to somebody without a key, except on the public ones', async () => {
    const { routes } = gateway;
    expect(routes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/graphql', '/recordings/*', '/metrics', '/scim/v2/Users/:id']),
    );
    for (const { method, path } of routes) {
      const isPublic = path in PUBLIC;
      const address = isPublic ? PUBLIC[path as keyof typeof PUBLIC] : path.replace('*', 'call-1.wav');
      const answer = await send(address, method);
      expect([method, path, answer.status === 401]).toEqual([method, path, !isPublic]);
      if (isPublic) continue;
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      const refusal = path.startsWith('/scim/') ? SCIM_UNAUTHENTICATED : UNAUTHENTICATED;
      if (method !== 'HEAD') expect(jsonOf(answer)).toMatchObject(refusal);
    }
  });

  it.each(['no key', 'nonsense', `ek_00000000_${'x'.repeat(43)}`])('refuses a socket with %j', async (key) => {
    const socket = gateway.socket(key === 'no key' ? {} : { authorization: `Bearer ${key}` });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, import('node:http').IncomingMessage];
    expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    response.destroy();
    socket.on('error', () => undefined).terminate();
    expect(gateway.metrics.get('earshot_gateway_refused_total', { code: 'UNAUTHENTICATED' })).toBe(1);
    expect(gateway.metrics.get('earshot_gateway_sockets')).toBe(0);
  });

  it('serves who has a key, over HTTP and over sockets that bring it as a header or a sub-protocol', async () => {
    const { text } = await addKey({ roles: ['SUPERVISOR'] });
    expect(jsonOf(await send('/graphql', 'POST', text))).toEqual({ data: { call: { id: 'call-1' } } });
    expect((await send('/graphql', 'GET', text)).status).toBe(405);
    for (const [protocols, headers] of [
      [['graphql-transport-ws'], { authorization: `Bearer ${text}` }],
      [[`earshot.key.${text}`, 'graphql-transport-ws'], {}],
    ] as const) {
      const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/graphql`, [...protocols], { headers });
      await once(socket, 'open');
      expect(socket.protocol).toBe('graphql-transport-ws');
      socket.close();
      await once(socket, 'close');
    }
  });

  it('gives metrics only to a key that may operate', async () => {
    const [admin, supervisor] = [await addKey({ roles: ['ADMIN'] }), await addKey({ roles: ['SUPERVISOR'] })];
    expect((await send('/metrics', 'GET', admin.text)).body.toString()).toContain('earshot_gateway_sockets');
    // The router decodes a path before it chooses a route.
    for (const path of ['/metrics', '/metric%73', '/metrics?all', '/metrics#all']) {
      const refused = await send(path, 'GET', supervisor.text);
      const forbidden = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
      expect([path, refused.status, jsonOf(refused)]).toMatchObject([path, 403, forbidden]);
    }
  });

  it('closes the sockets of a revoked key with 4401, and no others', async () => {
    const [revoked, kept] = [await addKey({ roles: ['SUPERVISOR'] }), await addKey({ roles: ['SUPERVISOR'] })];
    const open = async ({ text }: IssuedKey): Promise<WebSocket> =>
      (await new RawSocket(gateway.socket({ authorization: `Bearer ${text}` })).open()).socket;
    const sockets = await Promise.all([revoked, kept].map(open));
    await store.revoke(revoked.stored.id, Date.now());
    await directory.refresh();
    keys.endWatched();
    const [code, reason] = (await once(sockets[0] as WebSocket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4401, 'The access has ended']);
    expect(sockets[1]?.readyState).toBe(WebSocket.OPEN);
    expect((await send('/graphql', 'POST', revoked.text)).status).toBe(401);
    sockets[1]?.close();
  });

  it('delivers updates over a socket until its key ends', async () => {
    const { stored, text } = await addKey({ roles: ['SUPERVISOR'] });
    class KeySocket extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { authorization: `Bearer ${text}` } });
      }
    }
    const url = `ws://127.0.0.1:${gateway.port}/graphql`;
    const client = createClient({ url, webSocketImpl: KeySocket, retryAttempts: 0 });
    gateway.clients.push(client);
    const received = new Received(client, 'subscription { callChanged { id version } }');
    await expectUpdate();
    await store.revoke(stored.id, Date.now());
    await directory.refresh();
    keys.endWatched();
    await received.until(() => received.error !== null);
    expect(received.error).toMatchObject({ code: 4401 });

    async function expectUpdate(): Promise<void> {
      let version = 1;
      // The subscription is not active before its first update came.
      while (received.updates.length === 0) {
        await gateway.storeCall(aCall('call-1', { version: (version += 1) }));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  });

  it('counts the limits of a client for its key, not for its address', async () => {
    await gateway.stop();
    gateway = await RunningGateway.start({ EARSHOT_MAX_SOCKETS_PER_CLIENT: '1' }, realClock, keys);
    const [one, other] = [await addKey({ roles: ['ADMIN'] }), await addKey({ roles: ['ADMIN'] })];
    const open = async ({ text }: IssuedKey): Promise<number> => {
      const socket = gateway.socket({ authorization: `Bearer ${text}` });
      return Promise.race([
        once(socket, 'open').then(() => 101),
        once(socket, 'unexpected-response').then(([request, response]) => {
          request.destroy();
          return response.statusCode as number;
        }),
      ]);
    };
    expect([await open(one), await open(one), await open(other)]).toEqual([101, 429, 101]);
  });
});
