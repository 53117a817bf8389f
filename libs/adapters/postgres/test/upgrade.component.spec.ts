import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CapturingLogger } from '@earshot/testing';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { migrations } from '../src/migrations/index.js';
import { runSql, id, listing } from './postgres.js';

/** The newest migration of version 0.1.0, whose database `databases/0.1.0.json` was dumped from a run of the sample calls. */
const LAST_OF_0_1_0 = 1_796_000_000_020;
const LIVE_CALL = 'lost-source';

let home: string;
let postgres: EmbeddedPostgres;
let stores: PostgresStores;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'earshot-upgrade-'));
  postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  await createDatabaseOf010(postgres.url);
  stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
  await stores.migrate();
}, 60_000);

afterAll(async () => {
  await stores.close();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
});

describe('a database filled by version 0.1.0', () => {
  it('keeps its calls, words, categories, metrics and ledger', async () => {
    const { items } = await stores.callReader.calls(listing());
    expect(items.map(({ item }) => item.status).sort()).toEqual(['ENDED', 'ENDED', 'ENDED', 'ENDED', 'ENDED', 'LIVE']);
    const billing = items.map(({ item }) => item).find(({ id: callId }) => callId.startsWith('billing-dispute'));
    if (billing === undefined) throw new Error('the sample call is missing');
    expect(billing).toMatchObject({ hasRecording: true });
    expect(billing.categories).toContain('Billing');
    expect(billing.metrics?.channels.every(({ words }) => words > 0)).toBe(true);
    for (const { receivedMs, transcribedMs, gapMs } of billing.ledger) {
      expect(receivedMs).toBeGreaterThan(60_000);
      expect(transcribedMs + gapMs).toBe(receivedMs);
    }
    const segments = await stores.callReader.segments(billing.id, { first: 100 });
    expect(new Set(segments.items.map(({ item }) => item.channel))).toEqual(new Set(['CUSTOMER', 'AGENT']));
    expect(segments.items[0]?.item).toMatchObject({ channel: 'AGENT', text: expect.stringContaining('Thank you') });
  });

  it('lets the next owner continue a live call', async () => {
    const { saved, epoch } = await stores.transcriptProgress.take({ callId: id(LIVE_CALL) });
    expect(epoch).toBe(2);
    expect(saved?.channels.map(({ heardSample }) => heardSample > 0)).toEqual([true, true]);
    expect(await stores.streamRegistry.find(id(LIVE_CALL))).toMatchObject({ state: 'OPEN', channelCount: 2 });
  });
});

/** Runs only the migrations of 0.1.0 and inserts the dumped rows. */
async function createDatabaseOf010(url: string): Promise<void> {
  const upTo = migrations.filter((migration) => Number(/\d+$/.exec(migration.name)?.[0]) <= LAST_OF_0_1_0);
  const source = new DataSource({ type: 'postgres', url, migrations: upTo, migrationsTableName: 'earshot_migrations' });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
    const tables = JSON.parse(await readFile(join(import.meta.dirname, 'databases/0.1.0.json'), 'utf8')) as object;
    for (const [table, rows] of Object.entries(tables))
      await source.query(
        `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      );
  } finally {
    await source.destroy();
  }
  expect(await runSql(url, 'select id from calls')).toHaveLength(6);
}
