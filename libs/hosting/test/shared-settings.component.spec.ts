import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { services, sharedSettings } from '@earshot/contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { Failure } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import pg from 'pg';
import type { z } from 'zod';
import { publishSharedSettings } from '../src/publish-shared-settings.js';
import { processConfigSchema, ServiceHost } from '../src/index.js';

jest.setTimeout(180_000);

const configSchema = processConfigSchema.extend({
  EARSHOT_ALLOW_CHOSEN_ENGINE: sharedSettings.EARSHOT_ALLOW_CHOSEN_ENGINE,
  EARSHOT_MIN_CONFIDENCE: sharedSettings.EARSHOT_MIN_CONFIDENCE,
  EARSHOT_RECONNECT_WINDOW_MS: sharedSettings.EARSHOT_RECONNECT_WINDOW_MS,
  EARSHOT_REDACTION_AUDIO: sharedSettings.EARSHOT_REDACTION_AUDIO,
  EARSHOT_REDACTION_MARGIN_MS: sharedSettings.EARSHOT_REDACTION_MARGIN_MS,
  EARSHOT_RETENTION_DAYS: sharedSettings.EARSHOT_RETENTION_DAYS,
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
});
const warningsOf = ({ lines }: CapturingLogger) =>
  lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields);

const masterKey = Buffer.alloc(32, 7).toString('base64');

let home: string;
let postgres: EmbeddedPostgres;
let stores: PostgresStores;
const hosts: ServiceHost[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'earshot-hosting-'));
  await copyTestCluster(home);
  postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
  await stores.migrate();
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});
afterAll(async () => {
  await stores.close();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
});

/** Opens a process as far as its resources, with an embedded bus of its own. */
async function openProcess(name: string, env: Record<string, string> = {}): Promise<CapturingLogger> {
  const logger = new CapturingLogger();
  const config: z.infer<typeof configSchema> = configSchema.parse({
    EARSHOT_DATA_DIR: home,
    EARSHOT_MASTER_KEY: masterKey,
    ...env,
  });
  const host = new ServiceHost({ name, config, inProcess: services, logger });
  hosts.push(host);
  await host.open(['callStore'], postgres.url);
  return logger;
}

describe('shared settings', () => {
  it('log one warning with the key, both values and the other service if two live services disagree', async () => {
    const ingest = await openProcess('ingest', { EARSHOT_RECONNECT_WINDOW_MS: '30000' });
    await openProcess('ingest', { EARSHOT_RECONNECT_WINDOW_MS: '30000' });
    const persistence = await openProcess('persistence', { EARSHOT_RECONNECT_WINDOW_MS: '5000' });
    expect(warningsOf(persistence)).toEqual([
      {
        setting: 'EARSHOT_RECONNECT_WINDOW_MS',
        valueHere: '5000',
        otherService: 'ingest',
        valueThere: '30000',
      },
    ]);
    expect(warningsOf(ingest)).toEqual([]);
  });

  it.each([
    ['EARSHOT_ALLOW_CHOSEN_ENGINE', 'true', 'false'],
    ['EARSHOT_MIN_CONFIDENCE', '0.5', '0.25'],
    ['EARSHOT_REDACTION_MARGIN_MS', '250', '500'],
    ['EARSHOT_RETENTION_DAYS', '90', '30'],
    ['SPEECH_LANGUAGE', 'en-US', 'de-DE'],
  ])('compare %s', async (setting, valueThere, valueHere) => {
    await openProcess('ingest', { [setting]: valueThere });
    const gateway = await openProcess('gateway', { [setting]: valueHere });
    expect(warningsOf(gateway)).toEqual([{ setting, valueHere, otherService: 'ingest', valueThere }]);
  });

  it('compare EARSHOT_REDACTION_AUDIO by the treatment of each kind', async () => {
    await openProcess('persistence', { EARSHOT_REDACTION_AUDIO: 'PHONE=keep' });
    const gateway = await openProcess('gateway');
    expect(warningsOf(gateway)).toMatchObject([
      {
        setting: 'EARSHOT_REDACTION_AUDIO',
        valueHere: expect.stringContaining('PHONE=mute'),
        valueThere: expect.stringContaining('PHONE=keep'),
      },
    ]);
  });

  it('log nothing if the services agree, or if the other one has stopped', async () => {
    await openProcess('ingest', { EARSHOT_RECONNECT_WINDOW_MS: '30000' });
    expect(warningsOf(await openProcess('persistence', { EARSHOT_RECONNECT_WINDOW_MS: '30000' }))).toEqual([]);
    for (const host of hosts.splice(0)) await host.close();
    expect(warningsOf(await openProcess('persistence', { EARSHOT_RECONNECT_WINDOW_MS: '5000' }))).toEqual([]);
  });

  it('publish neither a secret nor a setting that may differ', async () => {
    await openProcess('persistence');
    const other = { id: 'other', name: 'other' };
    const keys = ['DATABASE_URL', 'KAFKA_SASL_PASSWORD', 'EARSHOT_HOST', 'EARSHOT_BUS', 'EARSHOT_RECONNECT_WINDOW_MS'];
    const settings = Object.fromEntries(keys.map((key) => [key, 'another value']));
    const differences = await stores.sharedSettings.findDifferences(other, settings);
    expect(differences.map(({ key }) => key)).toEqual(['EARSHOT_BUS', 'EARSHOT_RECONNECT_WINDOW_MS']);
  });

  it('are repeated so that the process stays visible, and a process that was killed is forgotten', async () => {
    const clock = new ManualClock();
    const process = { id: 'killed', name: 'ingest' };
    const own = { EARSHOT_BUS: 'kafka' };
    const options = { store: stores.sharedSettings, process, settings: own, clock, logger: new CapturingLogger() };
    const remove = await publishSharedSettings(options);
    const find = () => stores.sharedSettings.findDifferences({ id: 'x', name: 'x' }, { EARSHOT_BUS: 'kinesis' });
    await age('killed', 91);
    expect(await find()).toEqual([]);
    await clock.advance(30_000);
    while ((await find()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await find()).toEqual([{ key: 'EARSHOT_BUS', value: 'kafka', processName: 'ingest' }]);
    await age('killed', 89);
    expect(await find()).toHaveLength(1);
    await remove();
    expect(await find()).toEqual([]);
  });

  it('do not prevent the start while the database is unavailable', async () => {
    const unavailable = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'no connection', { retryable: true }));
    const logger = new CapturingLogger();
    const remove = await publishSharedSettings({
      store: { publish: unavailable, findDifferences: unavailable, remove: unavailable },
      process: { id: 'p', name: 'persistence' },
      settings: { EARSHOT_BUS: 'kafka' },
      clock: new ManualClock(),
      logger,
    });
    await remove();
    expect(warningsOf(logger)).toEqual([{ code: 'STORE_UNAVAILABLE' }, { code: 'STORE_UNAVAILABLE' }]);
  });
});

async function age(processId: string, seconds: number): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const sql = `update shared_settings set seen_at = clock_timestamp() - make_interval(secs => $2) where process_id = $1`;
    await client.query(sql, [processId, seconds]);
  } finally {
    await client.end();
  }
}
