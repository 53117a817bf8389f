export { readCategoryFile, type CategoryFileProblem } from './categories/category-file.js';
export { WatchedCategories, type CategorySource } from './categories/watched-categories.js';
export {
  createTranscriptIntake,
  type EnrichmentAdapters,
  type EnrichmentParts,
} from './call/create-transcript-intake.js';
export type { CallHistory } from './takeover/stored-finals.js';
export { categoriesFileOf, enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
export { EnrichmentModule } from './enrichment.module.js';
export { enrichmentProgram, startEnrichment } from './start-enrichment.js';
export type { TranscriptDelivery, TranscriptIntake } from './call/transcript-intake.js';
