import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import {
  openTranscriptHook,
  transcriptHookConfigSchema,
  type RunningHook,
  type TranscriptHookConfig,
} from '@earshot/outbound';
import type { TranscriptHook } from '@earshot/ports';
import { startService } from '@earshot/runtime';
import {
  createPiiEngine,
  createSentimentEngine,
  piiConfigSchema,
  sentimentConfigSchema,
  type PiiConfig,
  type RunningPiiEngine,
  type SentimentConfig,
} from '@earshot/sentiment';
import { enrichmentConfigSchema, type EnrichmentConfig } from './enrichment.config.js';
import { EnrichmentModule } from './enrichment.module.js';

/** Starts enrichment in a process, alone or beside other services. */
export async function startEnrichment(
  config: EnrichmentConfig & SentimentConfig & PiiConfig & TranscriptHookConfig,
  resources: ServiceResources<'callReader' | 'sealer'>,
): Promise<StartedService> {
  const { clock, logger, metrics } = resources.process;
  const timeoutMs = config.EARSHOT_SENTIMENT_TIMEOUT_MS;
  const sentiment = await createSentimentEngine(config, { clock, logger, metrics, timeoutMs });
  const { engine, requireHealthy } = sentiment;
  let pii: RunningPiiEngine | null = null;
  let hook: RunningHook<TranscriptHook> | null = null;
  const closeEngines = () => Promise.all([sentiment.close(), pii?.close(), hook?.close()]);
  try {
    pii = await createPiiEngine(config, { clock, logger, metrics });
    hook = await openTranscriptHook(config, { clock, logger, metrics });
    const running = await startService({
      name: 'enrichment',
      module: EnrichmentModule.forRoot(config, resources.process, {
        sentiment: engine,
        pii: pii?.engine ?? null,
        transcriptHook: hook?.hook ?? null,
        history: resources.callReader,
      }),
      process: resources.process,
      sealer: resources.sealer,
    });
    // Calls go on without the services, so the process stays ready.
    const { lifecycle } = resources.health;
    if (requireHealthy !== undefined) lifecycle.addCheck('sentiment', requireHealthy, { needed: false });
    if (pii !== null) lifecycle.addCheck('private details', pii.requireHealthy, { needed: false });
    if (hook !== null) lifecycle.addCheck('transcript hook', hook.requireHealthy, { needed: false });
    const facts = { sentiment: engine.name, ...(pii !== null && { privateDetails: pii.engine.name }) };
    return { close: () => running.close().finally(closeEngines), facts };
  } catch (error) {
    await closeEngines();
    throw error;
  }
}

/** Enrichment as a program of its own. */
export const enrichmentProgram = serviceProgram({
  name: 'enrichment',
  schema: enrichmentConfigSchema
    .extend(sentimentConfigSchema.shape)
    .extend(piiConfigSchema.shape)
    .extend(transcriptHookConfigSchema.shape),
  needs: ['callReader', 'sealer'],
  opensCalls: false,
  start: startEnrichment,
});
