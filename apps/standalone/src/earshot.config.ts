import { z } from 'zod';
import { enrichmentConfigSchema } from '@earshot/enrichment';
import { gatewayConfigSchema } from '@earshot/gateway';
import { ingestConfigSchema } from '@earshot/ingest';
import { persistenceConfigSchema } from '@earshot/persistence';
import { transcriptHookConfigSchema } from '@earshot/outbound';
import { loadConfig } from '@earshot/runtime';
import { piiConfigSchema, sentimentConfigSchema } from '@earshot/sentiment';
import { speechConfigSchema } from '@earshot/speech';
import { transcriptionConfigSchema } from '@earshot/transcription';
import { standaloneConfigSchema } from './standalone.config.js';

/** The settings of all services, parsed once. If several define a variable, the definition of the process counts. */
const earshotConfigSchema = z.object({
  ...ingestConfigSchema.shape,
  ...transcriptionConfigSchema.shape,
  ...speechConfigSchema.shape,
  ...enrichmentConfigSchema.shape,
  ...sentimentConfigSchema.shape,
  ...piiConfigSchema.shape,
  ...transcriptHookConfigSchema.shape,
  ...persistenceConfigSchema.shape,
  ...gatewayConfigSchema.shape,
  ...standaloneConfigSchema.shape,
});

export type EarshotConfig = z.infer<typeof earshotConfigSchema>;

/** Throws a `ConfigError` with one line per wrong variable. */
export const loadEarshotConfig = (env: NodeJS.ProcessEnv): EarshotConfig => loadConfig(earshotConfigSchema, env);
