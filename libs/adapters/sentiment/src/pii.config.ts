import { z } from 'zod';
import { comprehendPlaceSettings } from './comprehend-place.settings.js';
import { probabilitySetting } from './probability-setting.js';

/** The settings of what marks private details. An app spreads `.shape` into its own schema. */
export const piiConfigSchema = z.object({
  PII_ENGINE: z
    .enum(['none', 'comprehend'])
    .default('none')
    .describe(
      "What marks private details, such as names and addresses, besides Earshot's own rules. none: nothing. comprehend: Amazon Comprehend, for English and Spanish. The words of every final go to AWS before they are redacted.",
    ),
  COMPREHEND_PII_MIN_SCORE: probabilitySetting(0.5).describe(
    'A private detail that Comprehend is less sure of, from 0 to 1, stays visible unless a rule of Earshot hides it.',
  ),
  ...comprehendPlaceSettings,
});

export type PiiConfig = z.infer<typeof piiConfigSchema>;
