import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { requireFreePort } from '@earshot/hosting';
import { CapturingLogger, freePorts } from '@earshot/testing';
import { loadEarshotConfig } from '../src/earshot.config.js';
import { startEarshot, type RunningEarshot } from '../src/start-earshot.js';

jest.setTimeout(120_000);

describe('Earshot whose database starts later', () => {
  let home: string;
  let databasePort: number;
  let httpPort: number;
  let logger: CapturingLogger;
  let stop: AbortController;
  let database: EmbeddedPostgres | undefined;
  let earshot: RunningEarshot | undefined;

  const startDatabase = () =>
    startEmbeddedPostgres({ dataDir: join(home, 'server'), port: databasePort, logger: new CapturingLogger() });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-late-'));
    await copyTestCluster(join(home, 'server'));
    [databasePort = 0, httpPort = 0] = await freePorts(2);
    [logger, stop] = [new CapturingLogger(), new AbortController()];
  });
  afterEach(async () => {
    await earshot?.close();
    await database?.stop();
    [earshot, database] = [undefined, undefined];
    await rm(home, { recursive: true, force: true });
  });

  function start(databaseUrl: string): Promise<RunningEarshot> {
    const config = loadEarshotConfig({
      DATABASE_URL: databaseUrl,
      EARSHOT_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      EARSHOT_DATA_DIR: join(home, 'earshot'),
      EARSHOT_AUTH: 'open',
      EARSHOT_HTTP_PORT: String(httpPort),
      EARSHOT_INGEST_PORT: '0',
      SPEECH_ENGINE: 'scripted',
    });
    return startEarshot(config, { logger, signal: stop.signal });
  }

  const get = async (path: string): Promise<{ status: number; body: string }> => {
    const response = await fetch(`http://127.0.0.1:${httpPort}${path}`);
    return { status: response.status, body: await response.text() };
  };
  const waits = () => logger.lines.filter(({ message }) => message === 'waiting for the database');
  /** Rejects if the start does: it would never wait. */
  const untilItWaits = async (starting: Promise<unknown>) => {
    let hasEnded = false;
    starting.then(
      () => (hasEnded = true),
      () => (hasEnded = true),
    );
    while (waits().length === 0 && !hasEnded) await new Promise((resolve) => setTimeout(resolve, 20));
    if (hasEnded) await starting;
  };

  it('is alive, says what it waits for, and continues by itself', async () => {
    // The first start creates the files and the password.
    const { url, stop: stopDatabase } = await startDatabase();
    await stopDatabase();
    const starting = start(url);
    await untilItWaits(starting);

    expect((await get('/health/live')).status).toBe(200);
    const problem = { code: 'STORE_UNAVAILABLE', reason: 'The database is unavailable (ECONNREFUSED).' };
    const ready = await get('/health/ready');
    expect([ready.status, JSON.parse(ready.body)]).toEqual([
      503,
      {
        ready: false,
        state: 'starting',
        parts: { database: false, bus: true },
        problems: [{ part: 'database', ...problem }],
      },
    ]);
    expect((await get('/')).status).toBe(503);
    expect(waits().map(({ level, fields }) => ({ level, ...fields }))).toEqual([{ level: 'warn', ...problem }]);

    database = await startDatabase();
    earshot = await starting;
    expect(await get('/health/ready')).toEqual({
      status: 200,
      body: JSON.stringify({
        ready: true,
        state: 'ready',
        parts: { database: true, bus: true, 'room for WebSockets': true, 'new-calls': true },
        problems: [],
      }),
    });
    expect(logger.lines.map(({ message }) => message)).toContain('the database is available');
    expect(JSON.stringify(logger.lines)).not.toContain(new URL(url).password);
  });

  it('stops while it waits, and frees its port', async () => {
    const starting = start(`postgres://earshot:hunter2@127.0.0.1:${databasePort}/earshot`);
    await untilItWaits(starting);
    const stopped = expect(starting).rejects.toMatchObject({ code: 'STOPPED_WHILE_STARTING' });
    stop.abort();
    await stopped;
    await requireFreePort({ host: '127.0.0.1', port: httpPort, portVariable: 'EARSHOT_HTTP_PORT' });
  });
});
