export { readCategoryFile, type CategoryFileProblem } from './categories/category-file.js';
export { WatchedCategories, type CategorySource } from './categories/watched-categories.js';
export {
  createTranscriptHandlers,
  type EnrichmentAdapters,
  type EnrichmentParts,
} from './create-transcript-handlers.js';
export { categoriesFileOf, enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
export { EnrichmentModule } from './enrichment.module.js';
export { startEnrichment } from './start-enrichment.js';
