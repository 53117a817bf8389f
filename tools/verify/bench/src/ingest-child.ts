import { randomBytes } from 'node:crypto';
import { issueKey, KeyAuthenticator, KeyDirectory, openAuthenticator } from '@earshot/access';
import { createSealer, LocalMasterKey } from '@earshot/keys';
import { INGEST_SERVER, IngestModule, ingestConfigSchema, type IngestServer } from '@earshot/ingest';
import { createLogger, loadConfig, newUuid, PromMetrics, startService, systemClock } from '@earshot/runtime';
import { serveRequests } from './child-process.js';
import { ingestBuses, never, type IngestBusName } from './ingest-buses.js';
import { figureHandlers, type Addresses } from './process-figures.js';

/** The key opens the sources of this process. Null if nobody needs one. */
export interface IngestAddresses extends Addresses {
  readonly key: string | null;
}

/**
 * Runs ingest alone. The first argument names its bus. With a stalled one, the registry never replies either. With `keys`, sources must
 * bring an access key, which is in memory, while the store of the keys never replies. `audiohook:KEY:SECRET` is what AudioHook
 * connections are checked by.
 */
const [, , busName = 'plain', access] = process.argv;
const bus = ingestBuses[busName as IngestBusName]();
const registry = { find: () => (busName === 'stalled' ? never : Promise.resolve(null)) };
const logger = createLogger({ level: 'error', format: 'text', write: () => {} });
const { authenticator, key } = access === 'keys' ? await openKeys() : { authenticator: openAuthenticator, key: null };
const context = { bus, clock: systemClock, newId: newUuid, logger, metrics: new PromMetrics() };
const [, apiKey, clientSecret] = access?.startsWith('audiohook:') === true ? access.split(':') : [];
const config = loadConfig(ingestConfigSchema, {
  EARSHOT_AUDIOHOOK_API_KEY: apiKey,
  EARSHOT_AUDIOHOOK_CLIENT_SECRET: clientSecret,
  // Here one address plays all phone systems, and it sends faster than real time.
  EARSHOT_MAX_CALLS_PER_ADDRESS: '0',
  // A registry that never answers would make ingest refuse new calls after a while.
  EARSHOT_MAX_DATABASE_LATENCY_MS: '0',
  EARSHOT_CALL_PACE: '0',
  ...process.env,
  EARSHOT_INGEST_DRAIN_MS: '500',
});
const sealer = createSealer(new LocalMasterKey([randomBytes(32)]));
const service = await startService({
  name: 'ingest',
  module: IngestModule.forRoot(config, context, { registry, authenticator, sealer }),
  process: context,
  sealer: null,
  http: {
    host: '127.0.0.1',
    port: 0,
    portVariable: 'EARSHOT_INGEST_PORT',
    configure: (app) => (app.get(INGEST_SERVER) as IngestServer).attach(app.getHttpServer()),
  },
});
const httpUrl = await service.app.getUrl();
const ingestUrl = `${httpUrl.replace(/^http/, 'ws')}/api/v1/ws`;
serveRequests({ httpUrl, ingestUrl, key } satisfies IngestAddresses, {
  ...figureHandlers(),
  stop: () => service.close(),
});

/** A key that is in memory. The store gives it once, and never replies again. */
async function openKeys() {
  const { stored, text } = issueKey({ name: 'bench', kind: 'SOURCE', sources: ['lca'] }, systemClock.nowMs());
  const answers = [Promise.resolve([{ ...stored, revokedAtMs: null, lastUsedAtMs: null, replacedBy: null }])];
  const store = { listUsable: () => answers.pop() ?? never, findUsable: () => never, markUsed: () => never };
  const directory = new KeyDirectory(store, systemClock, logger);
  await directory.refresh();
  return { authenticator: new KeyAuthenticator(directory), key: text };
}
