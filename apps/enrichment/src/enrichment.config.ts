import { join } from 'node:path';
import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** The file that is shipped; sources and build lie equally deep below the repository's root. */
const shippedCategories = join(import.meta.dirname, '../../../config/categories.yaml');

/** Every setting of enrichment; the keys are the environment variables. */
export const enrichmentConfigSchema = z.object({
  EARSHOT_CATEGORIES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'YAML file of the categories and alerts, read again when it changes. Unless set: config/categories.yaml.',
    ),
  EARSHOT_SENTIMENT_TIMEOUT_MS: wholeNumberSetting(10, 10_000, 250).describe(
    'How long a final waits for its sentiment, milliseconds; after that it is published without.',
  ),
  EARSHOT_PHONE_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected a country code such as US')
    .default('US')
    .describe(
      'Country whose national phone numbers are removed from transcripts, two letters; those with + always are.',
    ),
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
});

export type EnrichmentConfig = z.infer<typeof enrichmentConfigSchema>;

/** The file the categories are read from. */
export const categoriesFileOf = (config: EnrichmentConfig): string =>
  config.EARSHOT_CATEGORIES_FILE ?? shippedCategories;
