import { randomBytes } from 'node:crypto';
import { openAuthenticator } from '@earshot/access';
import { sealEventBus } from '@earshot/event-bus';
import { INGEST_SERVER, IngestModule, ingestConfigSchema, type IngestServer } from '@earshot/ingest';
import { createMessageSealer, LocalMasterKey } from '@earshot/keys';
import type { EventBus } from '@earshot/ports';
import { createLogger, loadConfig, newUuid, PromMetrics, startService, systemClock } from '@earshot/runtime';
import { serveRequests } from './child-process.js';
import { figureHandlers, type Addresses } from './process-figures.js';

/**
 * Runs ingest alone. Its bus accepts everything and keeps nothing. With `stalled`, bus and registry never reply. With `sealed`, the bus
 * seals as in front of Kafka. `audiohook:KEY:SECRET` is what AudioHook connections are checked by.
 */
const never = new Promise<never>(() => {});
const isStalled = process.argv.includes('stalled');
const plainBus: EventBus = {
  isDurable: false,
  publish: () => (isStalled ? never : Promise.resolve()),
  whenDurable: async () => {},
  subscribe: async () => ({ close: async () => {} }),
  close: async () => {},
};
const sealer = createMessageSealer(new LocalMasterKey([randomBytes(32)]));
const bus = process.argv.includes('sealed') ? sealEventBus(plainBus, sealer) : plainBus;
const registry = { find: () => (isStalled ? never : Promise.resolve(null)) };
const logger = createLogger({ level: 'error', format: 'text', write: () => {} });
const context = { bus, clock: systemClock, newId: newUuid, logger, metrics: new PromMetrics() };
const [, apiKey, clientSecret] = process.argv.find((argument) => argument.startsWith('audiohook:'))?.split(':') ?? [];
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
const service = await startService({
  name: 'ingest',
  module: IngestModule.forRoot(config, context, { registry, authenticator: openAuthenticator }),
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
serveRequests({ httpUrl, ingestUrl: `${httpUrl.replace(/^http/, 'ws')}/api/v1/ws` } satisfies Addresses, {
  ...figureHandlers(),
  stop: () => service.close(),
});
