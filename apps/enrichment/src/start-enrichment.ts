import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { startService } from '@earshot/runtime';
import { createSentimentEngine, sentimentConfigSchema, type SentimentConfig } from '@earshot/sentiment';
import { enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
import { EnrichmentModule } from './enrichment.module.js';

/** Starts enrichment in a process, alone or beside other services. */
export async function startEnrichment(
  config: EnrichmentConfig & SentimentConfig,
  resources: ServiceResources<'callReader' | 'sealer'>,
): Promise<StartedService> {
  const { clock, logger, metrics } = resources.process;
  const timeoutMs = config.EARSHOT_SENTIMENT_TIMEOUT_MS;
  const sentiment = await createSentimentEngine(config, { clock, logger, metrics, timeoutMs });
  const { engine, requireHealthy } = sentiment;
  try {
    const running = await startService({
      name: 'enrichment',
      module: EnrichmentModule.forRoot(config, resources.process, { sentiment: engine, history: resources.callReader }),
      process: resources.process,
      sealer: resources.sealer,
    });
    // Calls go on without the service, so the process stays ready.
    if (requireHealthy !== undefined)
      resources.health.lifecycle.addCheck('sentiment', requireHealthy, { needed: false });
    return { close: () => running.close().finally(() => sentiment.close()), facts: { sentiment: engine.name } };
  } catch (error) {
    await sentiment.close();
    throw error;
  }
}

/** Enrichment as a program of its own. */
export const enrichmentProgram = serviceProgram({
  name: 'enrichment',
  schema: enrichmentConfigSchema.extend(sentimentConfigSchema.shape),
  needs: ['callReader', 'sealer'],
  opensCalls: false,
  start: startEnrichment,
});
