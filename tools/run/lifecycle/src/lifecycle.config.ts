import { z } from 'zod';
import { sharedSettings } from '@earshot/contracts';

/** Settings of the tool. The services read the same environment variables. */
export const lifecycleConfigSchema = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL.optional(),
  EARSHOT_DATA_DIR: sharedSettings.EARSHOT_DATA_DIR,
});

export type LifecycleConfig = z.infer<typeof lifecycleConfigSchema>;
