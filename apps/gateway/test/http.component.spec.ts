import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wavHeader } from '@earshot/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningGateway } from './support/running-gateway.js';
import { aCall } from './support/views.js';

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
    writeFileSync(join(root, 'assets/index-B4dF00d1.js'), 'export {};');
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
        expect(policy).toContain("object-src 'none'; frame-ancestors 'none'; base-uri 'self'");
        expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${gateway.port} wss://`);
        expect(policy).not.toMatch(/script-src[^;]*unsafe/);
        expect(headers['x-powered-by']).toBeUndefined();
      },
    );
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
