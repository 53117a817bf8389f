import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { WebSocket, WebSocketServer } from 'ws';
import { FakeMetrics } from '../../../test/support/fake-process.js';
import { GatewayMetrics } from '../gateway-metrics.js';
import { ClientSocket } from './client-socket.js';
import { UnsentBytes } from './unsent-bytes.js';

const MESSAGE = 'x'.repeat(400_000);

describe('ClientSocket with a client that does not read', () => {
  let server: WebSocketServer;
  let client: WebSocket;
  let accepted: WebSocket;
  let socket: ClientSocket;
  let unsent: UnsentBytes;
  const clock = new ManualClock();
  const metrics = new FakeMetrics();

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    [accepted] = (await once(server, 'connection')) as [WebSocket];
    await once(client, 'open');
    unsent = new UnsentBytes({ perSocket: 1_048_576, inTotal: 67_108_864 });
    socket = new ClientSocket(accepted, unsent, new GatewayMetrics(metrics, clock), clock, new CapturingLogger());
    client.pause();
    while (accepted.readyState === accepted.OPEN) void socket.send(MESSAGE);
  });
  afterEach(() => {
    client.terminate();
    server.close();
  });

  it('is closed with 1013 once a MiB waits, and its client learns it if it reads after all', async () => {
    expect(metrics.get('earshot_gateway_refused_total', { code: 'SUBSCRIBER_TOO_SLOW' })).toBe(1);
    expect(unsent.totalBytes).toBe(0);
    expect(accepted.bufferedAmount).toBeLessThan(3_000_000);
    client.resume();
    const [code] = await once(client, 'close');
    expect(code).toBe(1013);
  });

  it('is cut a second later, and frees its memory', async () => {
    const closed = once(accepted, 'close');
    await clock.advance(1_000);
    await closed;
    await socket.send(MESSAGE);
    expect(unsent.totalBytes).toBe(0);
  });
});
