import { z } from 'zod';
import { enrichmentConfigSchema } from '@earshot/enrichment';
import { gatewayConfigSchema } from '@earshot/gateway';
import { ingestConfigSchema } from '@earshot/ingest';
import { persistenceConfigSchema } from '@earshot/persistence';
import { loadConfig } from '@earshot/runtime';
import { speechConfigSchema } from '@earshot/speech';
import { transcriptionConfigSchema } from '@earshot/transcription';
import { standaloneConfigSchema } from './standalone.config.js';

/** Every setting of every service, parsed once. A variable that several parts read has one meaning; the process's wins. */
const earshotConfigSchema = z.object({
  ...ingestConfigSchema.shape,
  ...transcriptionConfigSchema.shape,
  ...speechConfigSchema.shape,
  ...enrichmentConfigSchema.shape,
  ...persistenceConfigSchema.shape,
  ...gatewayConfigSchema.shape,
  ...standaloneConfigSchema.shape,
});

export type EarshotConfig = z.infer<typeof earshotConfigSchema>;

/** Throws `ConfigError` with a line for each variable that is wrong. */
export const loadEarshotConfig = (env: NodeJS.ProcessEnv): EarshotConfig => loadConfig(earshotConfigSchema, env);
