import { z } from 'zod';
import { sharedSettings } from '@earshot/contracts';

/** Settings of the tool. The services read the same environment variables. */
export const accessConfigSchema = z.object({
  EARSHOT_ALLOWED_ORIGINS: sharedSettings.EARSHOT_ALLOWED_ORIGINS,
  EARSHOT_BREACHED_PASSWORDS_FILE: sharedSettings.EARSHOT_BREACHED_PASSWORDS_FILE,
  EARSHOT_HTTP_PORT: sharedSettings.EARSHOT_HTTP_PORT,
  DATABASE_URL: sharedSettings.DATABASE_URL.optional(),
  EARSHOT_DATA_DIR: sharedSettings.EARSHOT_DATA_DIR,
});

export type AccessConfig = z.infer<typeof accessConfigSchema>;
