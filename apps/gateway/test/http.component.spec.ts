import { on, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wavHeader } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import { RunningGateway } from './support/running-gateway.js';
import { aCall } from './support/views.js';

const script = `export const words = ${JSON.stringify('word '.repeat(4_000))};`;
const json = { 'content-type': 'application/json' };
const body = JSON.stringify({ query: '{ __typename }' });

describe('HTTP', () => {
  let gateway: RunningGateway;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-web-'));
    const root = join(folder, 'web');
    mkdirSync(join(root, 'assets'), { recursive: true });
    mkdirSync(join(root, '.hidden'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>Earshot</title>');
    writeFileSync(join(root, 'assets/index-B4dF00d1.js'), script);
    writeFileSync(join(root, '.hidden/key'), 'secret');
    writeFileSync(join(folder, 'outside.txt'), 'secret');
    gateway = await RunningGateway.start({
      EARSHOT_WEB_ROOT: root,
      EARSHOT_ALLOWED_ORIGINS: 'https://calls.example.org',
    });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  describe('the guard', () => {
    const post = (headers: Record<string, string>) =>
      gateway.http('/graphql', { method: 'POST', headers: { ...json, ...headers }, body });

    it.each([
      ['another host', { host: 'evil.example' }, 403],
      ['a host that only starts like ours', { host: 'localhost.evil.example' }, 403],
      ['another origin', { origin: 'https://evil.example' }, 403],
      ['an opaque origin', { origin: 'null' }, 403],
      ['a form', { 'content-type': 'text/plain' }, 415],
      ['a bare query', { 'content-type': 'application/graphql' }, 415],
      ['localhost', { host: 'localhost:1' }, 200],
      ['its own page', { host: 'localhost:1', origin: 'http://localhost:1' }, 200],
      ['an allowed origin behind a proxy', { host: 'calls.example.org', origin: 'https://calls.example.org' }, 200],
    ])('answers a query from %s', async (_what, headers, status) => {
      expect((await post(headers as Record<string, string>)).status).toBe(status);
    });

    it('accepts queries by POST only', async () => {
      const answer = await gateway.http('/graphql?query={__typename}');
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
    });

    it.each(['/', '/recordings/none.wav', '/assets/none.js', '/graphql'])(
      'sends security headers with %s',
      async (path) => {
        const { headers } = await gateway.http(path);
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
        });
        const policy = headers['content-security-policy'];
        expect(policy).toContain("default-src 'self'");
        expect(policy).toContain("object-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${gateway.port} wss://`);
        expect(policy).not.toMatch(/script-src[^;]*unsafe/);
        expect(headers['x-powered-by']).toBeUndefined();
      },
    );
  });

  describe('a bare connection', () => {
    /** Sends text and returns everything that the server answers until it closes the connection. */
    const exchange = async (text: string): Promise<string> => {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.on('error', () => undefined);
      let answer = '';
      socket.on('data', (data) => (answer += String(data)));
      socket.write(text);
      await once(socket, 'close');
      return answer;
    };
    const host = 'Host: 127.0.0.1:4000';

    it.each([
      ['two Host headers', `GET /health/live HTTP/1.1\r\n${host}\r\nhost: evil.example\r\nConnection: close\r\n\r\n`],
      ['the same Host twice', `GET /calls HTTP/1.1\r\n${host}\r\n${host}\r\nConnection: close\r\n\r\n`],
      ['HTTP/1.0 without Host', 'GET /calls HTTP/1.0\r\n\r\n'],
    ])('is answered with 400 to %s', async (_what, request) => {
      const answer = await exchange(request);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain('exactly one Host header');
    });

    it('is answered to HTTP/1.0 with a Host', async () => {
      expect(await exchange(`GET /nothing.txt HTTP/1.0\r\n${host}\r\n\r\n`)).toMatch(/^HTTP\/1.1 404 /);
    });

    it('is refused as a WebSocket with two Host headers', async () => {
      const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
      const answer = await exchange(`GET /graphql HTTP/1.1\r\n${host}\r\n${host}\r\n${upgrade}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
    });

    it('is closed when it sends many requests without waiting for answers', async () => {
      const request = `GET /calls HTTP/1.1\r\n${host}\r\nAccept: text/html\r\n\r\n`;
      const answer = await exchange(request.repeat(500));
      expect(answer.split('HTTP/1.1 200').length).toBeLessThan(40);
      expect((await gateway.query('{ __typename }')).data).toEqual({ __typename: 'Query' });
    });

    it('may send a few requests without waiting for answers', async () => {
      const request = `GET /nothing.txt HTTP/1.1\r\n${host}\r\n`;
      const answer = await exchange(`${`${request}\r\n`.repeat(7)}${request}Connection: close\r\n\r\n`);
      expect(answer.split('HTTP/1.1 404')).toHaveLength(9);
    });
  });

  describe('GraphQL', () => {
    const post = (gateway: RunningGateway, query: string, headers: Record<string, string> = {}) =>
      gateway.http('/graphql', {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify({ query }),
      });

    it('compresses long answers, and no short ones', async () => {
      for (let n = 0; n < 40; n += 1) gateway.reader.putCall(aCall(`long-${n}`));
      const query = '{ calls(first: 40) { nodes { id status startedAt customerNumber } } }';
      const [plain, packed] = [
        await post(gateway, query),
        await post(gateway, query, { 'accept-encoding': 'gzip, br' }),
      ];
      expect(packed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
      expect(brotliDecompressSync(packed.body).toString()).toBe(plain.body.toString());
      expect(packed.body.length).toBeLessThan(plain.body.length / 4);
      const short = await post(gateway, '{ __typename }', { 'accept-encoding': 'br' });
      expect([short.headers['content-encoding'], short.headers['vary']]).toEqual([undefined, 'accept-encoding']);
    });

    it('limits what one client may ask for in a minute, by HTTP and by WebSocket', async () => {
      const limited = await RunningGateway.start({
        EARSHOT_QUERY_COST_PER_MINUTE: '50000',
        EARSHOT_TRUSTED_PROXIES: '127.0.0.1',
      });
      const costly = '{ calls(first: 100) { nodes { segments(first: 400) { nodes { id } } } } }';
      const [client, other] = [{ 'x-forwarded-for': '203.0.113.1' }, { 'x-forwarded-for': '203.0.113.2' }];
      expect((await post(limited, costly, client)).status).toBe(200);
      const refused = await post(limited, costly, client);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.parse(refused.body.toString())).toMatchObject({
        data: null,
        errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) } }],
      });
      expect((await post(limited, costly, other)).status).toBe(200);
      const socket = limited.socket(client);
      const messages = on(socket, 'message');
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'connection_init' }));
      await messages.next();
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: costly } }));
      const { value } = (await messages.next()) as { value: [Buffer] };
      expect(JSON.parse(String(value[0]))).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', retryable: true } }],
      });
      await limited.stop();
    });

    it('says that the database is away, and that another attempt may help', async () => {
      gateway.reader.failReads(1, new Failure('STORE_UNAVAILABLE', 'no route to db.internal', { retryable: true }));
      const { errors } = await gateway.query('{ calls { nodes { id } } }');
      expect(errors).toMatchObject([
        {
          message: 'The database does not answer. Try again in a moment.',
          extensions: { code: 'STORE_UNAVAILABLE', retryable: true },
        },
      ]);
    });
  });

  describe('the web page', () => {
    it('is served at every address that a browser opens', async () => {
      for (const path of ['/', '/calls/some-call', '/calls/with.dots']) {
        const answer = await gateway.http(path, { headers: { accept: 'text/html' } });
        expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
        expect(answer.body.toString()).toContain('<title>Earshot');
      }
    });

    it('lets a browser keep files with a hash in their name', async () => {
      const answer = await gateway.http('/assets/index-B4dF00d1.js');
      expect(answer.headers['cache-control']).toContain('immutable');
      expect(answer.headers['content-type']).toContain('javascript');
    });

    it.each([
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/..%2foutside.txt',
      '/assets/..%2f..%2foutside.txt',
      '/.hidden/key',
      '/assets/missing.js',
      '/%00',
      '/%zz',
    ])('serves nothing at %s', async (path) => {
      const answer = await gateway.http(path, { headers: { accept: 'application/javascript' } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body.toString()).not.toContain('secret');
    });

    it.each(['/assets/missing', '/assets/missing.js', '/missing.js', '/robots.txt', '/index.php', '/calls/missing.js'])(
      'is not served in place of the missing file %s',
      async (path) => {
        const accept = path.startsWith('/calls/') ? '*/*' : 'text/html,*/*';
        expect((await gateway.http(path, { headers: { accept } })).status).toBe(404);
      },
    );

    it.each([
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ])('is compressed with %s, and a browser may keep it', async (coding, decompress) => {
      const headers = { 'accept-encoding': coding };
      const answer = await gateway.http('/assets/index-B4dF00d1.js', { headers });
      expect(answer.headers).toMatchObject({
        'content-encoding': coding,
        vary: 'accept-encoding',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      expect(answer.headers['content-type']).toContain('javascript');
      expect(decompress(answer.body).toString()).toBe(script);
      expect(answer.body.length).toBeLessThan(script.length / 10);
      const again = await gateway.http('/assets/index-B4dF00d1.js', {
        headers: { ...headers, 'if-none-match': answer.headers.etag ?? '' },
      });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    });

    it('is sent as it is to a client that does not ask for a coding, and for a range', async () => {
      const plain = await gateway.http('/assets/index-B4dF00d1.js');
      expect([plain.headers['content-encoding'], plain.headers['vary']]).toEqual([undefined, 'accept-encoding']);
      expect(plain.body.toString()).toBe(script);
      const range = { 'accept-encoding': 'br', range: 'bytes=0-3' };
      const part = await gateway.http('/assets/index-B4dF00d1.js', { headers: range });
      expect([part.status, part.body.toString()]).toEqual([206, script.slice(0, 4)]);
    });

    it('may be missing, and the API works without it', async () => {
      const bare = await RunningGateway.start({ EARSHOT_WEB_ROOT: join(folder, 'not-built') });
      expect((await bare.http('/', { headers: { accept: 'text/html' } })).status).toBe(404);
      expect((await bare.query('{ __typename }')).data).toEqual({ __typename: 'Query' });
      await bare.stop();
    });

    it('is not served to an API client', async () => {
      expect((await gateway.http('/health/nothing', { headers: { accept: 'text/html' } })).status).toBe(404);
      expect((await gateway.http('/calls', { headers: { accept: 'application/json' } })).status).toBe(404);
    });
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'])(
    'answers %s at an unknown address with a code, and repeats nothing of it',
    async (method) => {
      const answer = await gateway.http('/nowhere/555-0199', { method });
      expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
        404,
        { code: 'ADDRESS_UNKNOWN', message: 'There is nothing at this address for this method.' },
      ]);
    },
  );

  describe('a recording', () => {
    const wavOf = (bytes: number) =>
      Buffer.concat([
        wavHeader({ codec: 'L16', sampleRateHz: 8_000, channelCount: 2 }, bytes - 44),
        Buffer.from(Array.from({ length: bytes - 44 }, (_, n) => n % 256)),
      ]);
    const wav = wavOf(1_000);
    const path = '/recordings/rec%2F1%20%C3%BC.wav';

    beforeAll(() => {
      gateway.reader.putCall(aCall('rec/1 ü', { hasRecording: true }));
      gateway.recordings.put('rec/1 ü', wav);
    });

    it('is served whole, and its headers alone', async () => {
      const whole = await gateway.http(path);
      expect(whole.body.equals(wav)).toBe(true);
      expect(whole.headers).toMatchObject({
        'content-type': 'audio/wav',
        'accept-ranges': 'bytes',
        'content-length': '1000',
      });
      const head = await gateway.http(path, { method: 'HEAD' });
      expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '1000', 0]);
    });

    it.each([
      ['bytes=0-0', 206, 'bytes 0-0/1000', 1],
      ['bytes=10-19', 206, 'bytes 10-19/1000', 10],
      ['bytes=990-', 206, 'bytes 990-999/1000', 10],
      ['bytes=-5', 206, 'bytes 995-999/1000', 5],
      ['bytes=900-5000', 206, 'bytes 900-999/1000', 100],
      ['bytes=1000-', 416, 'bytes */1000', 0],
      ['bytes=99999999999999999999-', 416, 'bytes */1000', 0],
      [`bytes=${'9'.repeat(400)}-${'9'.repeat(400)}`, 416, 'bytes */1000', 0],
      [`bytes=10-${'9'.repeat(400)}`, 206, 'bytes 10-999/1000', 990],
      [`bytes=-${'9'.repeat(400)}`, 206, 'bytes 0-999/1000', 1_000],
      ['bytes=-0', 416, 'bytes */1000', 0],
      ['bytes=0-1,5-6', 200, undefined, 1_000],
      ['bytes=9-3', 200, undefined, 1_000],
      ['lines=1-2', 200, undefined, 1_000],
    ])('answers %s', async (range, status, contentRange, length) => {
      const answer = await gateway.http(path, { headers: { range } });
      expect([answer.status, answer.headers['content-range'], answer.body.length]).toEqual([
        status,
        contentRange,
        length,
      ]);
      const start = /^bytes (\d+)/.exec(contentRange ?? '')?.[1];
      if (start !== undefined) expect(answer.body[0]).toBe(wav[Number(start)]);
    });

    it('is sent again only when it has changed', async () => {
      const { etag = '' } = (await gateway.http(path)).headers;
      expect((await gateway.http(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
      expect((await gateway.http(path, { headers: { 'if-range': etag, range: 'bytes=0-1' } })).status).toBe(206);
      expect((await gateway.http(path, { headers: { 'if-range': '"other"', range: 'bytes=0-1' } })).status).toBe(200);
    });

    it('grows while the call goes on, and may not be cached', async () => {
      gateway.reader.putCall(aCall('growing', { status: 'LIVE', hasRecording: true }));
      gateway.recordings.put('growing', wavOf(100));
      const early = await gateway.http('/recordings/growing.wav');
      expect(early.headers).toMatchObject({ 'content-length': '100', 'cache-control': 'no-store' });
      expect(early.headers['etag']).toBeUndefined();
      gateway.recordings.put('growing', wav);
      const later = await gateway.http('/recordings/growing.wav', { headers: { range: 'bytes=100-' } });
      expect([later.status, later.headers['content-range']]).toEqual([206, 'bytes 100-999/1000']);
    });

    it('is found by a long id, and not by a wrong one', async () => {
      const id = 'é'.repeat(256);
      gateway.reader.putCall(aCall(id, { hasRecording: true }));
      gateway.recordings.put(id, wav);
      expect((await gateway.http(`/recordings/${encodeURIComponent(id)}.wav`)).status).toBe(200);
      for (const wrong of [
        'nobody.wav',
        'rec%2F1%20%C3%BC',
        '%zz.wav',
        '%00.wav',
        '..%2f..%2fetc%2fpasswd.wav',
        'a/b.wav',
        '',
      ]) {
        expect((await gateway.http(`/recordings/${wrong}`)).status).toBe(wrong.startsWith('%zz') ? 400 : 404);
      }
    });
  });
});
