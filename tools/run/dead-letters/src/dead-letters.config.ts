import { z } from 'zod';

/** Settings of the tool; the keys are the environment variables of the services. */
export const deadLettersConfigSchema = z.object({
  DATABASE_URL: z.string().min(1).optional(),
  EARSHOT_DATA_DIR: z.string().min(1).default('.earshot'),
});
