import { serviceProgram, type ServiceHost, type StartedService } from '@earshot/hosting';
import { startService } from '@earshot/runtime';
import { createSentimentEngine } from '@earshot/sentiment';
import { enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
import { EnrichmentModule } from './enrichment.module.js';

/** Enrichment in a process, alone or with others. */
export async function startEnrichment(config: EnrichmentConfig, host: ServiceHost): Promise<StartedService> {
  const sentiment = createSentimentEngine('lexicon');
  const running = await startService({
    name: 'enrichment',
    module: EnrichmentModule.forRoot(config, host.process, { sentiment, history: host.stores.reader }),
    process: host.process,
  });
  return { close: () => running.close(), facts: { sentiment: sentiment.name } };
}

/** Enrichment as a program of its own. */
export const enrichmentProgram = serviceProgram({
  name: 'enrichment',
  schema: enrichmentConfigSchema,
  opensCalls: false,
  start: startEnrichment,
});
