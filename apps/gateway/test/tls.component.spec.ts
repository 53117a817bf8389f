import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAuthenticator } from '@earshot/access';
import { ProcessLifecycle } from '@earshot/runtime';
import { CapturingLogger, InMemoryKeys, ManualClock, TestAuthority, TestSealer, TestTlsFiles } from '@earshot/testing';
import { WebSocket } from 'ws';
import { gatewayConfigSchema } from '../src/gateway.config.js';
import { startGateway } from '../src/start-gateway.js';
import { noPeople } from './support/no-people.js';
import { FakeAuditReader } from './support/fake-audit-reader.js';
import { FakeCallReader } from './support/fake-call-reader.js';
import { FakeBus, FakeMetrics } from './support/fake-process.js';
import { noLifecycle } from './support/no-lifecycle.js';
import { FakeRecordings } from './support/fake-recordings.js';
import { FakeSpeechReadiness } from './support/fake-speech-readiness.js';
import { RawSocket } from './support/gateway-clients.js';

const authority = await TestAuthority.create();
const first = await authority.issue();
const clock = new ManualClock(Date.now());
const settings = {
  EARSHOT_AUTH: 'open',
  EARSHOT_HTTP_PORT: '0',
  EARSHOT_ALLOWED_ORIGINS: 'https://calls.example.org',
};

async function start(env: Record<string, string>) {
  const [lifecycle, metrics] = [new ProcessLifecycle(), new FakeMetrics()];
  lifecycle.enter('ready');
  return startGateway(gatewayConfigSchema.parse({ ...settings, ...env }) as never, {
    process: { bus: new FakeBus(), clock, logger: new CapturingLogger(), metrics, newId: () => 'id' },
    health: { lifecycle, metricsText: async () => '' },
    ...noPeople,
    accessKeys: new InMemoryKeys(),
    auditReader: new FakeAuditReader(),
    authenticator: openAuthenticator,
    teams: { listMembers: async () => [] } as never,
    ...noLifecycle,
    retention: noLifecycle.retention as never,
    notifications: noLifecycle.notifications as never,
    callReader: new FakeCallReader(),
    recordings: new FakeRecordings() as never,
    speechReadiness: new FakeSpeechReadiness(),
    sealer: new TestSealer(),
    dataDir: '/nowhere',
  });
}

let running: Awaited<ReturnType<typeof start>> | undefined;
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await running?.close();
  running = undefined;
});

async function ask(url: string, options: RequestOptions = {}) {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const asked = request(url, { ca: authority.certificate, servername: 'localhost', ...options }).end(
    options.method === 'POST' ? '{}' : '',
  );
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() };
}

const dial = (headers: Record<string, string> = {}): WebSocket => {
  const url = `${running?.httpUrl.replace('http', 'ws')}/graphql`;
  const socket = new WebSocket(url, 'graphql-transport-ws', { ca: authority.certificate, headers });
  sockets.push(socket);
  return socket;
};
/** The status and the code of the answer to an upgrade that is refused. */
async function upgradeRefusalOf(headers: Record<string, string> = {}) {
  const socket = dial(headers).on('error', () => undefined);
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  const [body] = (await once(answer, 'data')) as [Buffer];
  return { status: answer.statusCode, code: JSON.parse(body.toString()).errors[0].extensions.code as string };
}
const health = () => `${running?.httpUrl}/health/live`;

describe('a gateway with TLS', () => {
  let files: TestTlsFiles;

  beforeEach(async () => {
    files = await TestTlsFiles.create(first);
    running = await start({ ...files.settings, EARSHOT_HTTP_REDIRECT_PORT: '0' });
  });
  afterEach(() => files.dispose());

  it('answers requests, and tells browsers of its public name to use TLS only', async () => {
    expect(running?.httpUrl).toMatch(/^https:/);
    const publicAnswer = await ask(`${running?.httpUrl}/graphql`, { headers: { host: 'calls.example.org' } });
    const localAnswer = await ask(`${running?.httpUrl}/graphql`);
    expect([publicAnswer.status, localAnswer.status]).toEqual([405, 405]);
    expect(publicAnswer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(publicAnswer.headers['content-security-policy']).toContain(
      "connect-src 'self' wss://calls.example.org wss://calls.example.org:4001; media-src",
    );
    expect(localAnswer.headers['strict-transport-security']).toBeUndefined();
  });

  it('keeps a WebSocket open while its certificate is replaced', async () => {
    const before = await new RawSocket(dial()).open();
    const second = await authority.issue();
    await files.write(second);
    const certificateNow = async () => {
      const { port } = new URL(running?.httpUrl ?? '');
      const socket = connect({ port: Number(port), host: '127.0.0.1', ca: authority.certificate });
      await once(socket, 'secureConnect');
      const certificate = socket.getPeerX509Certificate()?.toString();
      socket.destroy();
      return certificate;
    };
    expect(await certificateNow()).toBe(first.cert);
    await clock.advance(10_000);
    while ((await certificateNow()) !== second.cert);
    before.send({ type: 'ping' });
    await before.message('pong');
    await new RawSocket(dial()).open();
  });

  it('gives a client without TLS nothing, and goes on', async () => {
    const [error] = (await once(httpRequest(health().replace('https', 'http')).end(), 'error')) as [{ code: string }];
    expect(['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT']).toContain(error.code);
    expect((await ask(health())).status).toBe(200);
  });

  describe('redirects a browser without TLS', () => {
    const redirected = (path: string, options: RequestOptions = {}) =>
      ask(`${running?.facts['redirect']}${path}`, options);

    it('to the same page', async () => {
      const { port } = new URL(running?.httpUrl ?? '');
      const path = '/calls/a%20b?from=1&from=2';
      const local = await redirected(path);
      expect([local.status, local.headers.location]).toEqual([308, `https://127.0.0.1:${port}${path}`]);
      const known = await redirected(path, { headers: { host: 'calls.example.org:80' } });
      expect([known.status, known.headers.location]).toEqual([308, `https://calls.example.org${path}`]);
    });

    it('but no other program, and to no other host', async () => {
      const posted = await redirected('/graphql', { method: 'POST', headers: { authorization: 'Bearer planted' } });
      expect([posted.status, JSON.parse(posted.body).code, posted.headers.location]).toEqual([
        403,
        'TLS_REQUIRED',
        undefined,
      ]);
      expect(posted.body).not.toContain('planted');
      expect((await redirected('/', { headers: { host: 'evil.example' } })).status).toBe(403);
      expect((await redirected('//evil.example', { path: 'http://evil.example/' })).status).toBe(403);
    });
  });
});

describe('a gateway behind a proxy that ends TLS', () => {
  const over = (scheme: string) => ({ 'x-forwarded-for': '198.51.100.4', 'x-forwarded-proto': scheme });

  beforeEach(async () => {
    running = await start({ EARSHOT_TLS_ENDS_AT_PROXY: 'true', EARSHOT_TRUSTED_PROXIES: '127.0.0.1' });
  });

  it('takes what came over TLS', async () => {
    const answer = await ask(health(), { headers: { host: 'calls.example.org', ...over('https') } });
    expect([answer.status, answer.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    await new RawSocket(dial(over('wss'))).open();
  });

  it('refuses what did not', async () => {
    const answer = await ask(health(), { headers: over('http') });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'TLS_REQUIRED']);
    expect(await upgradeRefusalOf(over('http'))).toEqual({ status: 403, code: 'TLS_REQUIRED' });
  });
});

describe('a gateway with a list of addresses', () => {
  const from = (client: string) => ({ 'x-forwarded-for': client });

  beforeEach(async () => {
    running = await start({ EARSHOT_WEB_ALLOWED_ADDRESSES: '192.0.2.0/24', EARSHOT_TRUSTED_PROXIES: '127.0.0.1' });
  });

  it('refuses every other address', async () => {
    const graphql = `${running?.httpUrl}/graphql`;
    const answer = await ask(graphql, { method: 'POST', headers: from('198.51.100.4') });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'ADDRESS_NOT_ALLOWED']);
    expect(await upgradeRefusalOf(from('198.51.100.4'))).toEqual({ status: 403, code: 'ADDRESS_NOT_ALLOWED' });
  });

  it('serves the addresses of the list', async () => {
    expect((await ask(health(), { headers: from('192.0.2.9') })).status).toBe(200);
    await new RawSocket(dial(from('192.0.2.9'))).open();
  });
});

it('a gateway does not redirect where there is no TLS', async () => {
  await expect(start({ EARSHOT_HTTP_REDIRECT_PORT: '0' })).rejects.toMatchObject({
    code: 'SETTING_INVALID',
    message: expect.stringContaining('EARSHOT_HTTP_REDIRECT_PORT'),
  });
});
