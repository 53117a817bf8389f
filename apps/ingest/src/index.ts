export { createIngest, type IngestAdapters } from './create-ingest.js';
export { ingestConfigSchema, type IngestConfig } from './ingest.config.js';
export { IngestModule } from './ingest.module.js';
export type { IngestSockets } from './sources/websocket-server.js';
export { INGEST_SOCKETS } from './ingest.tokens.js';
export { INGEST_PATH } from './sources/upgrade-refusal.js';
export { ingestProgram, startIngest } from './start-ingest.js';
