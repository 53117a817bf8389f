export { createIngest, type IngestAdapters } from './create-ingest.js';
export { ingestConfigSchema, type IngestConfig } from './ingest.config.js';
export { IngestModule } from './ingest.module.js';
export type { IngestServer } from './ingest-server.js';
export { INGEST_SERVER } from './ingest.tokens.js';
export { EARSHOT_PATH } from './sources/earshot/earshot-source.js';
export type { SourceAddress } from './limits/source-addresses.js';
export { LCA_PATH } from './sources/lca/lca-source.js';
export { ingestProgram, startIngest } from './start-ingest.js';
