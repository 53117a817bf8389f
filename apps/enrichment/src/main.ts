import { runServiceProcess } from '@earshot/hosting';
import { enrichmentConfigSchema } from './enrichment.config.js';
import { startEnrichment } from './start-enrichment.js';

await runServiceProcess({ name: 'enrichment', schema: enrichmentConfigSchema, opensCalls: false, start: startEnrichment }, process.env);
