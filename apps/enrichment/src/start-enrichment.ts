import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { startService } from '@earshot/runtime';
import { createSentimentEngine } from '@earshot/sentiment';
import { enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
import { EnrichmentModule } from './enrichment.module.js';

/** Starts enrichment in a process, alone or beside other services. */
export async function startEnrichment(
  config: EnrichmentConfig,
  resources: ServiceResources<'callReader' | 'sealer'>,
): Promise<StartedService> {
  const sentiment = createSentimentEngine('lexicon');
  const running = await startService({
    name: 'enrichment',
    module: EnrichmentModule.forRoot(config, resources.process, { sentiment, history: resources.callReader }),
    process: resources.process,
    sealer: resources.sealer,
  });
  return { close: () => running.close(), facts: { sentiment: sentiment.name } };
}

/** Enrichment as a program of its own. */
export const enrichmentProgram = serviceProgram({
  name: 'enrichment',
  schema: enrichmentConfigSchema,
  needs: ['callReader', 'sealer'],
  opensCalls: false,
  start: startEnrichment,
});
