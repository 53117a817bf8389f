import { z } from 'zod';
import { portSetting } from '@earshot/contracts';
import { optionalDatabaseUrl, processConfigSchema } from '@earshot/hosting';

/** Settings of the whole process; each service's own settings are in its `*.config.ts`. */
export const standaloneConfigSchema = z.object({
  EARSHOT_HTTP_PORT: portSetting(4000).describe('Port of the web page, GraphQL and recordings; 0 takes any free one.'),
  EARSHOT_INGEST_PORT: portSetting(4001).describe('Port that calls come in by; 0 takes any free one.'),
  ...processConfigSchema.shape,
  DATABASE_URL: optionalDatabaseUrl,
});

export type StandaloneConfig = z.infer<typeof standaloneConfigSchema>;
