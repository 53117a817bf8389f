export type { EnrichmentAdapters } from './create-transcript-enricher.js';
export { enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
export { EnrichmentModule } from './enrichment.module.js';
export { enrichmentProgram, startEnrichment } from './start-enrichment.js';
