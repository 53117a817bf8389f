import { z } from 'zod';
import { sharedSettings } from '@earshot/contracts';

/** Settings of the tool; the keys are the environment variables of the services. */
export const deadLettersConfigSchema = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL.optional(),
  EARSHOT_DATA_DIR: sharedSettings.EARSHOT_DATA_DIR,
});
