import { join } from 'node:path';
import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** The file in this repository. The path is the same from `src` and from `dist`. */
const shippedCategories = join(import.meta.dirname, '../../../config/categories.yaml');

/** The settings of enrichment. Each key is an environment variable. */
export const enrichmentConfigSchema = z.object({
  EARSHOT_CATEGORIES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'YAML file of the categories and alerts. Enrichment reads it again when it changes. Default: config/categories.yaml.',
    ),
  EARSHOT_SENTIMENT_TIMEOUT_MS: wholeNumberSetting(10, 10_000, 250).describe(
    'Milliseconds that a final waits for its sentiment; after that it is published without a sentiment.',
  ),
  EARSHOT_PHONE_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected a country code such as US')
    .default('US')
    .describe(
      'Country, in two letters, whose national phone numbers are removed from transcripts. Numbers that start with + are always removed.',
    ),
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
});

export type EnrichmentConfig = z.infer<typeof enrichmentConfigSchema>;

export const categoriesFileOf = (config: EnrichmentConfig): string =>
  config.EARSHOT_CATEGORIES_FILE ?? shippedCategories;
