import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SpeechEngineReport } from '@earshot/ports';
import { runSql, startDatabase } from './postgres.js';

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase('transcription')), 120_000);
afterAll(() => database.stop(), 60_000);

const engines: readonly SpeechEngineReport[] = [
  {
    name: 'sherpa',
    capabilities: {
      audioGoesTo: 'this machine',
      languages: 'English',
      partials: true,
      wordTimes: 'measured',
      confidence: false,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    isConfigured: true,
    isHealthy: false,
    reason: 'its model is being downloaded',
  },
];

describe('speech readiness in PostgreSQL', () => {
  it('has the newest state of each live process', async () => {
    const { speechReadiness } = database.stores;
    await speechReadiness.publish('a', { engine: null, reason: 'its model is being downloaded\u0000', engines: [] });
    await speechReadiness.publish('b', { engine: 'sherpa:en', reason: 'installed', engines: [] });
    await speechReadiness.publish('a', { engine: 'sherpa:en', reason: 'downloaded', engines });
    expect(await speechReadiness.findLive()).toEqual([
      { processId: 'a', engine: 'sherpa:en', reason: 'downloaded', engines },
      { processId: 'b', engine: 'sherpa:en', reason: 'installed', engines: [] },
    ]);
    await speechReadiness.remove('b');
    // A killed process does not remove itself.
    await runSql(database.url, `update speech_readiness set seen_at = seen_at - interval '91 seconds'`);
    expect(await speechReadiness.findLive()).toEqual([]);
  });
});
