import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { ProcessLifecycle } from '@earshot/runtime';
import { serveHealth, serveHealthWhileStarting } from './serve-health.js';
import type { SmallServer } from './serve-http.js';

describe('serveHealth', () => {
  let lifecycle: ProcessLifecycle;
  let server: SmallServer;
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${server.url}${path}`, { method });
    return { status: response.status, body: await response.text() };
  };
  beforeEach(async () => {
    lifecycle = new ProcessLifecycle();
    server = await serveHealth('127.0.0.1', 0, { lifecycle, metricsText: async () => 'earshot_calls 3\n' });
  });
  afterEach(() => server.close());

  it('is always alive, and ready only between start and drain', async () => {
    const seen = [];
    for (const state of ['starting', 'ready', 'draining', 'stopped'] as const) {
      lifecycle.enter(state);
      seen.push([state, (await get('/health/live')).status, (await get('/health/ready')).status]);
    }
    expect(seen).toEqual([
      ['starting', 200, 503],
      ['ready', 200, 200],
      ['draining', 200, 503],
      ['stopped', 200, 503],
    ]);
  });

  it('is not ready while a needed part does not work, and names the part', async () => {
    lifecycle.enter('ready');
    let works = false;
    const away = new Failure('STORE_UNAVAILABLE', 'The database is unavailable (ECONNREFUSED).', { retryable: true });
    lifecycle.addCheck('database', () => works || Promise.reject(away));
    lifecycle.addCheck('room', () => works);
    lifecycle.addCheck('bus', () => Promise.reject(new Error('of user hunter2')), { needed: false });
    const bad = await get('/health/ready?verbose');
    expect(bad.status).toBe(503);
    expect(JSON.parse(bad.body)).toEqual({
      ready: false,
      state: 'ready',
      parts: { database: false, room: false, bus: false },
      problems: [
        { part: 'database', code: 'STORE_UNAVAILABLE', reason: 'The database is unavailable (ECONNREFUSED).' },
        { part: 'bus', code: 'UNEXPECTED', reason: 'The check failed. The log may say why.' },
      ],
    });
    works = true;
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('runs the checks once for probes that come at the same time', async () => {
    lifecycle.enter('ready');
    let runs = 0;
    let answer: (works: boolean) => void = () => {};
    lifecycle.addCheck('database', () => {
      runs += 1;
      return new Promise<boolean>((resolve) => (answer = resolve));
    });
    const all = Array.from({ length: 5 }, () => lifecycle.readiness());
    await new Promise<void>((resolve) => setImmediate(resolve));
    answer(true);
    expect((await Promise.all(all)).every(({ ready }) => ready)).toBe(true);
    expect(runs).toBe(1);
  });

  it('serves metrics, and 404 for everything else', async () => {
    expect(await get('/metrics')).toEqual({ status: 200, body: 'earshot_calls 3\n' });
    expect((await get('/calls')).status).toBe(404);
    expect((await get('/metrics', 'POST')).status).toBe(404);
  });

  it('names the setting of a port that is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveHealth('127.0.0.1', port, { lifecycle, metricsText: async () => '' })).rejects.toThrow(
      `EARSHOT_HEALTH_PORT: port ${port} is taken`,
    );
  });

  it('answers every other path with 503 while the server of the port is starting', async () => {
    const address = { host: '127.0.0.1', port: 0, portVariable: 'EARSHOT_HTTP_PORT' };
    const early = await serveHealthWhileStarting(address, { lifecycle, metricsText: async () => '' });
    const page = await fetch(early.url);
    expect([page.status, page.headers.get('retry-after'), page.headers.get('refresh')]).toEqual([503, '2', '2']);
    expect(await page.text()).toContain('/health/ready');
    expect((await fetch(`${early.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${early.url}/metrics`)).status).toBe(503);
    const port = Number(new URL(early.url).port);
    const again = serveHealthWhileStarting({ ...address, port }, { lifecycle, metricsText: async () => '' });
    await expect(again).rejects.toThrow(`EARSHOT_HTTP_PORT: port ${port} is taken`);
    await early.close();
  });
});
