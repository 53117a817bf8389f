import { z } from 'zod';
import { sharedSettings } from '@earshot/contracts';
import { optionalDatabaseUrl, processConfigSchema } from '@earshot/hosting';

/** Settings of the standalone process itself; those of each service are in its `*.config.ts`. */
export const standaloneConfigSchema = z.object({
  EARSHOT_HTTP_PORT: sharedSettings.EARSHOT_HTTP_PORT,
  EARSHOT_INGEST_PORT: sharedSettings.EARSHOT_INGEST_PORT,
  ...processConfigSchema.shape,
  DATABASE_URL: optionalDatabaseUrl,
});

export type StandaloneConfig = z.infer<typeof standaloneConfigSchema>;
