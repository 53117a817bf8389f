import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessLifecycle } from '@earshot/runtime';
import { serveHealth, type HealthServer } from './serve-health.js';

describe('serveHealth', () => {
  let lifecycle: ProcessLifecycle;
  let server: HealthServer;
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
    lifecycle.addCheck('database', () => works);
    lifecycle.addCheck('bus', () => Promise.reject(new Error('away')), { needed: false });
    const bad = await get('/health/ready?verbose');
    expect(bad.status).toBe(503);
    expect(JSON.parse(bad.body)).toEqual({ ready: false, state: 'ready', parts: { database: false, bus: false } });
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
});
