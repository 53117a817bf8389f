import { INGEST_SOCKETS, IngestModule, ingestConfigSchema, type IngestSockets } from '@earshot/ingest';
import type { EventBus } from '@earshot/ports';
import { createLogger, loadConfig, newUuid, PromMetrics, startService, systemClock } from '@earshot/runtime';
import { serveFigures } from './child-process.js';

/** Ingest alone on a bus that takes everything and keeps nothing: what is left is ingest's own cost. */
const bus: EventBus = {
  isDurable: false,
  publish: async () => {},
  subscribe: async () => ({ close: async () => {} }),
  close: async () => {},
};
const logger = createLogger({ level: 'error', format: 'text' });
const context = { bus, clock: systemClock, newId: newUuid, logger, metrics: new PromMetrics() };
const service = await startService({
  name: 'ingest',
  module: IngestModule.forRoot(loadConfig(ingestConfigSchema, process.env), context, { registry: { find: async () => null } }),
  process: context,
  http: {
    host: '127.0.0.1',
    port: 0,
    portVariable: 'EARSHOT_INGEST_PORT',
    configure: (app) => (app.get(INGEST_SOCKETS) as IngestSockets).attach(app.getHttpServer()),
  },
});
const url = await service.app.getUrl();
serveFigures({ httpUrl: url, ingestUrl: `${url.replace(/^http/, 'ws')}/api/v1/ws` }, () => service.close());
