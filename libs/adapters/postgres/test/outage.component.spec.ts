import { EVERY_ROW } from '@earshot/ports';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { EVERYTHING, id, listing, NOW, started } from './postgres.js';

jest.setTimeout(180_000);

const work = { callId: id('call') };
const page = { first: 10 };

/** Every use of the database that a service makes while calls run. */
const uses: Record<string, (stores: PostgresStores) => Promise<unknown>> = {
  'a ping': (stores) => stores.ping(),
  'a migration': (stores) => stores.migrate(),
  'a write': (stores) => stores.callStore.apply([started('call')], NOW),
  'the state of a call': (stores) => stores.callStore.find(id('call')),
  'the live calls': (stores) => stores.callStore.liveCalls(page),
  'the abandoned calls': (stores) => stores.callStore.findAbandonedCalls({ endedBeforeMs: NOW, silentSinceMs: NOW }),
  'a page of calls': (stores) => stores.callReader.calls(EVERYTHING, listing()),
  'calls by id': (stores) => stores.callReader.callsById(EVERY_ROW, [id('call')]),
  'a page of segments': (stores) => stores.callReader.segments(EVERY_ROW, id('call'), page),
  'category matches': (stores) => stores.callReader.categoryMatches(EVERYTHING, id('call')),
  'track assignments': (stores) => stores.callReader.trackAssignments(EVERYTHING, id('call')),
  'the account of a recording': (stores) => stores.callReader.recordingAccount(EVERYTHING, id('call')),
  'audio to remove': (stores) => stores.audioRemovals.findAudioToRemove({ kinds: ['CARD'], first: 1 }),
  'a known call': (stores) => stores.streamRegistry.find(id('call')),
  'the progress of a transcript': (stores) => stores.transcriptProgress.take(work),
  'dead letters': (stores) => stores.deadLetters.list({}, page),
};

describe('a database that is away', () => {
  let home: string;
  let stores: PostgresStores;
  let port: number;

  const start = () => startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger(), ...(port && { port }) });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-outage-'));
    await copyTestCluster(home);
    const postgres = await start();
    port = Number(new URL(postgres.url).port);
    stores = openPostgres({ url: postgres.url, poolSize: 4, logger: new CapturingLogger() });
    await stores.migrate();
    // The connections of the pool break, as in a real outage.
    for (const use of Object.values(uses)) await use(stores);
    await postgres.stop();
  });
  afterAll(async () => {
    await stores.close();
    await rm(home, { recursive: true, force: true });
  });

  it.each(Object.keys(uses))('is a retryable failure without details: %s', async (name) => {
    for (let time = 0; time < 2; time++)
      await expect(uses[name]?.(stores)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        retryable: true,
        message: expect.stringMatching(/^The database is unavailable \([^)]*\)\.$/),
      });
  });

  it('is used again when it is back', async () => {
    const postgres = await start();
    for (const use of Object.values(uses)) await use(stores);
    await postgres.stop();
  });

  it('was never there: the same failure', async () => {
    const never = openPostgres({ url: 'postgres://a:b@127.0.0.1:9/none', poolSize: 1, logger: new CapturingLogger() });
    for (const use of Object.values(uses))
      await expect(use(never)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    await never.close();
  });
});
