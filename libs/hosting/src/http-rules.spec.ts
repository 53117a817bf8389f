import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { ClientKeys } from './client-keys.js';
import { applyHttpRules } from './http-rules.js';
import { RequestGate } from './request-gate.js';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

const openGate = { allowedAddresses: [], clients: new ClientKeys([]), tlsEndsAtProxy: false };

async function open(maxConnections = 100, gateOptions = {}): Promise<number> {
  const app = fastify({ forceCloseConnections: true });
  opened.push(app);
  const gate = new RequestGate({ ...openGate, ...gateOptions });
  applyHttpRules(app.server, app as never, { maxConnections, gate });
  app.get('/health/live', async () => ({ alive: true }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** The status lines of the answers to these bytes. */
async function statusesOf(port: number, request: string): Promise<string[]> {
  let answer = '';
  const socket = connect(port, '127.0.0.1', () => socket.end(request));
  socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status);
}

const request = (hosts: readonly string[], version = '1.1') =>
  [`GET /health/live HTTP/${version}`, ...hosts.map((host) => `Host: ${host}`), 'Connection: close', '\r\n'].join(
    '\r\n',
  );

describe('the rules of an HTTP server', () => {
  it.each([
    ['one Host header', request(['a']), '200'],
    ['two Host headers', request(['a', 'b']), '400'],
    ['the same Host header twice', request(['a', 'a']), '400'],
    ['no Host header', request([]), '400'],
    ['HTTP/1.0 and a Host header', request(['a'], '1.0'), '200'],
    ['HTTP/1.0 and no Host header', request([], '1.0'), '400'],
  ])('a request with %s is answered', async (_, text, status) => {
    expect(await statusesOf(await open(), text)).toEqual([status]);
  });

  it('a request that the gate refuses gets 403', async () => {
    const port = await open(100, { allowedAddresses: ['192.0.2.0/24'] });
    expect(await statusesOf(port, request(['a']))).toEqual(['403']);
  });

  it('a connection gets a bounded number of answers, however many requests it sends at once', async () => {
    const pipelined = 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1_200);
    const statuses = await statusesOf(await open(), pipelined);
    expect(statuses.filter((status) => status === '200').length).toBeLessThanOrEqual(1_000);
    expect(statuses.filter((status) => status !== '200' && status !== '503')).toEqual([]);
    expect(statuses).toContain('503');
  });

  it('a connection beyond the limit is closed, and the others go on', async () => {
    const port = await open(1);
    const first = connect(port, '127.0.0.1');
    await once(first, 'connect');
    expect(await statusesOf(port, request(['a']))).toEqual([]);
    first.write(request(['a']));
    const [answer] = (await once(first, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
    first.destroy();
  });
});
