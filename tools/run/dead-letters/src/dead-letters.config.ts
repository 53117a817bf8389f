import { z } from 'zod';
import { sharedSettings } from '@earshot/contracts';

/** Settings of the tool. The services read the same environment variables. */
export const deadLettersConfigSchema = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL.optional(),
  AWS_REGION: sharedSettings.AWS_REGION,
  EARSHOT_DATA_DIR: sharedSettings.EARSHOT_DATA_DIR,
  EARSHOT_MASTER_KEY: sharedSettings.EARSHOT_MASTER_KEY,
  EARSHOT_MASTER_KEY_FILE: sharedSettings.EARSHOT_MASTER_KEY_FILE,
  EARSHOT_MASTER_KEY_KMS: sharedSettings.EARSHOT_MASTER_KEY_KMS,
  EARSHOT_MASTER_KEY_KMS_MAC: sharedSettings.EARSHOT_MASTER_KEY_KMS_MAC,
  KMS_ENDPOINT: sharedSettings.KMS_ENDPOINT,
});

export type DeadLettersConfig = z.infer<typeof deadLettersConfigSchema>;
