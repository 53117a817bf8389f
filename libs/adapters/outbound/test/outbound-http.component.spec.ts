import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import type { ResolveHost } from '../src/http/guarded-lookup.js';
import { OutboundHttp } from '../src/http/outbound-http.js';
import { HookServer } from './hook-server.js';

let server: HookServer;
const clock = new ManualClock();
const opened: OutboundHttp[] = [];

beforeAll(async () => {
  server = await HookServer.open();
});
afterEach(() => {
  server.requests.length = 0;
  server.answer = (_request, response) => void response.end('{"is":"here"}');
  for (const http of opened.splice(0)) http.close();
});
afterAll(() => server.close());

const open = (allowedHosts: readonly string[], resolveHost?: ResolveHost) => {
  const http = new OutboundHttp(clock, { allowedHosts, ...(resolveHost && { resolveHost }) });
  opened.push(http);
  return (url = server.url) => http.postJson({ url, body: '{}', headers: { 'x-one': 'a' }, limitMs: 1_000 });
};
const portOf = () => new URL(server.url).port;
/** A name service that gives other addresses each time; the last ones stay. */
const resolving = (...answers: string[][]): ResolveHost & { asked: number } => {
  const resolve = ((_host, answer) => {
    const addresses = answers[Math.min(resolve.asked++, answers.length - 1)] ?? [];
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as ResolveHost & { asked: number };
  resolve.asked = 0;
  return resolve;
};

describe('a request to a server of a customer', () => {
  it('reaches a host inside a network if a setting allows it, and returns its answer', async () => {
    server.answer = (_request, response) => void response.end('{"is":"here"}');
    await expect(open(['127.0.0.1'])()).resolves.toBe('{"is":"here"}');
    expect(server.requests[0]).toMatchObject({
      body: '{}',
      headers: { 'content-type': 'application/json', 'x-one': 'a' },
    });
  });

  it.each([
    ['an address of this machine', () => `https://127.0.0.1:${portOf()}`],
    ['the same as a decimal number', () => `https://2130706433:${portOf()}`],
    ['the same as a hexadecimal number', () => `https://0x7f.1:${portOf()}`],
    ['the same as an octal number', () => `https://0177.0.0.1:${portOf()}`],
    ['the same in IPv6', () => `https://[::ffff:127.0.0.1]:${portOf()}`],
    ['any address', () => `https://0.0.0.0:${portOf()}`],
    ['the metadata of a cloud', () => 'https://169.254.169.254/latest/meta-data'],
    ['NAT64 to the metadata', () => 'https://[64:ff9b::a9fe:a9fe]/'],
    ['a host without TLS', () => 'http://hooks.example.org/'],
  ])('is refused to %s', async (_what, url) => {
    await expect(open([], resolving(['93.184.215.14']))(url())).rejects.toMatchObject({
      code: 'OUTBOUND_ADDRESS_REFUSED',
    });
    expect(server.requests).toHaveLength(0);
  });

  it('is refused to a name that has one address inside a network among others', async () => {
    const resolve = resolving(['93.184.215.14', '127.0.0.1']);
    const url = `https://hooks.example.org:${portOf()}/`;
    await expect(open([], resolve)(url)).rejects.toMatchObject({ code: 'OUTBOUND_ADDRESS_REFUSED' });
  });

  it('connects to the address that was checked: a name that changes its address is asked once', async () => {
    const resolve = resolving(['::ffff:127.0.0.1'], ['127.0.0.1']);
    const url = `https://hooks.example.org:${portOf()}/`;
    await expect(open([], resolve)(url)).rejects.toMatchObject({ code: 'OUTBOUND_ADDRESS_REFUSED' });
    const allowed = resolving(['127.0.0.1'], ['192.0.2.1']);
    await open(['hooks.example.org'], allowed)(`http://hooks.example.org:${portOf()}/`);
    expect([resolve.asked, allowed.asked, server.requests.length]).toEqual([1, 1, 1]);
  });

  it('takes another connection when the server closed the one that was idle', async () => {
    const post = open(['127.0.0.1']);
    const known = new WeakSet<object>();
    server.answer = (_request, response) => {
      const socket = response.socket!;
      if (known.has(socket)) return void socket.destroy();
      known.add(socket);
      response.end('{"is":"here"}');
    };
    for (let request = 0; request < 3; request += 1) await expect(post()).resolves.toBe('{"is":"here"}');
  });

  it('is not repeated when the server closes a new connection', async () => {
    server.answer = (_request, response) => void response.socket?.destroy();
    await expect(open(['127.0.0.1'])()).rejects.toMatchObject({ code: 'OUTBOUND_UNREACHABLE' });
    expect(server.requests).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    server.answer = (_request, response) => void response.writeHead(307, { location: `${server.url}/other` }).end();
    await expect(open(['127.0.0.1'])()).rejects.toMatchObject({ code: 'OUTBOUND_REDIRECTED', retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  it('ends when the answer is longer than its bound', async () => {
    server.answer = (_request, response) => {
      response.on('error', () => {});
      const piece = Buffer.alloc(65_536, 'x');
      const write = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', write);
      write();
    };
    await expect(open(['127.0.0.1'])()).rejects.toMatchObject({ code: 'OUTBOUND_ANSWER_TOO_LARGE' });
  });

  it.each([
    ['says nothing', () => {}],
    ['never ends its answer', (_request: unknown, response: { write(text: string): unknown }) => response.write('{')],
  ])('ends in time when the server %s', async (_what, answer) => {
    server.answer = answer as never;
    const asked = expect(open(['127.0.0.1'])()).rejects.toMatchObject({ code: 'OUTBOUND_TIMEOUT', retryable: true });
    await server.untilRequests(1);
    await clock.advance(1_000);
    await asked;
  });

  it.each([
    [400, false],
    [429, true],
    [503, true],
  ])('says of HTTP %d whether another attempt may help: %s', async (status, retryable) => {
    server.answer = (_request, response) => void response.writeHead(status).end('secret words');
    await expect(open(['127.0.0.1'])()).rejects.toMatchObject({
      code: 'OUTBOUND_REFUSED',
      message: `HTTP ${status}.`,
      retryable,
    });
  });

  it('says that a server is away without its address', async () => {
    const gone = await HookServer.open();
    const { url } = gone;
    await gone.close();
    await expect(open(['127.0.0.1'])(url)).rejects.toMatchObject({
      code: 'OUTBOUND_UNREACHABLE',
      message: 'No connection (ECONNREFUSED).',
      retryable: true,
    });
  });
});
