import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSql, startDatabase } from './postgres.js';

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase()), 120_000);
afterAll(() => database.stop(), 60_000);

describe('speech readiness in PostgreSQL', () => {
  it('has the newest state of each live process', async () => {
    const { speechReadiness } = database.stores;
    await speechReadiness.publish('a', { engine: null, reason: 'its model is being downloaded\u0000' });
    await speechReadiness.publish('b', { engine: 'sherpa:en', reason: 'installed' });
    await speechReadiness.publish('a', { engine: 'sherpa:en', reason: 'downloaded' });
    expect(await speechReadiness.findLive()).toEqual([
      { engine: 'sherpa:en', reason: 'downloaded' },
      { engine: 'sherpa:en', reason: 'installed' },
    ]);
    await speechReadiness.remove('b');
    // A killed process does not remove itself.
    await runSql(database.url, `update speech_readiness set seen_at = seen_at - interval '91 seconds'`);
    expect(await speechReadiness.findLive()).toEqual([]);
  });
});
