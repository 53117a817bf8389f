import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAuthenticator } from '@earshot/access';
import { ProcessLifecycle } from '@earshot/runtime';
import { CapturingLogger, InMemoryKeys, TestSealer } from '@earshot/testing';
import { WebSocket } from 'ws';
import { gatewayConfigSchema } from '../src/gateway.config.js';
import { startGateway } from '../src/start-gateway.js';
import { noPeople } from './support/no-people.js';
import { FakeAuditReader } from './support/fake-audit-reader.js';
import { FakeCallReader } from './support/fake-call-reader.js';
import { FakeBus, FakeMetrics, realClock } from './support/fake-process.js';
import { noLifecycle } from './support/no-lifecycle.js';
import { FakeRecordings } from './support/fake-recordings.js';
import { FakeSpeechReadiness } from './support/fake-speech-readiness.js';

const MAX_SOCKETS = 3;

describe('/health/ready of a server that is full', () => {
  let running: Awaited<ReturnType<typeof startGateway>>;
  const lifecycle = new ProcessLifecycle();
  const metrics = new FakeMetrics();
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    const env = { EARSHOT_AUTH: 'open', EARSHOT_HTTP_PORT: '0', EARSHOT_MAX_SOCKETS: String(MAX_SOCKETS) };
    const process = { bus: new FakeBus(), clock: realClock, logger: new CapturingLogger(), metrics, newId: () => 'id' };
    running = await startGateway(gatewayConfigSchema.parse(env) as never, {
      process,
      health: { lifecycle, metricsText: async () => '' },
      ...noPeople,
      accessKeys: new InMemoryKeys(),
      auditReader: new FakeAuditReader(),
      authenticator: openAuthenticator,
      ...noLifecycle,
      retention: noLifecycle.retention as never,
      notifications: noLifecycle.notifications as never,
      callReader: new FakeCallReader(),
      recordings: new FakeRecordings() as never,
      speechReadiness: new FakeSpeechReadiness(),
      sealer: new TestSealer(),
      teams: { listMembers: async () => [] } as never,
      dataDir: '/nowhere',
    });
    lifecycle.enter('ready');
  });
  afterEach(async () => {
    for (const socket of sockets) socket.terminate();
    await running.close();
  });

  const openSocket = (): WebSocket => {
    const socket = new WebSocket(`${running.httpUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    sockets.push(socket);
    return socket;
  };
  const readiness = async () => {
    const answer = await fetch(`${running.httpUrl}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const ready = {
    status: 200,
    body: { ready: true, state: 'ready', parts: { 'room for WebSockets': true }, problems: [] },
  };

  it('is 503 with the reason while every socket is taken, and 200 once one is free', async () => {
    expect(await readiness()).toEqual(ready);
    for (let n = 0; n < MAX_SOCKETS; n += 1) await once(openSocket(), 'open');
    expect(await readiness()).toEqual({
      status: 503,
      body: {
        ready: false,
        state: 'ready',
        parts: { 'room for WebSockets': false },
        problems: [
          {
            part: 'room for WebSockets',
            code: 'SERVER_FULL',
            reason: expect.stringContaining('EARSHOT_MAX_SOCKETS'),
          },
        ],
      },
    });
    const [, refused] = (await once(openSocket(), 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(refused.statusCode).toBe(503);
    sockets.at(-1)?.on('error', () => undefined);
    // Queries work while there is no room for sockets, so that open pages go on.
    const query = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' };
    expect((await fetch(`${running.httpUrl}/graphql`, query)).status).toBe(200);
    sockets[0]?.close();
    while (metrics.get('earshot_gateway_sockets') === MAX_SOCKETS)
      await new Promise<void>((resolve) => void realClock.schedule(5, resolve));
    expect(await readiness()).toEqual(ready);
  });
});
