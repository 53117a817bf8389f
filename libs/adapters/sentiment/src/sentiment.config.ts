import { z } from 'zod';
import { wholeNumberSetting } from '@earshot/contracts';
import { comprehendPlaceSettings } from './comprehend-place.settings.js';
import { probabilitySetting } from './probability-setting.js';

const sentimentEngineNames = ['lexicon', 'comprehend'] as const;

/** The settings of sentiment engines. An app spreads `.shape` into its own schema. */
export const sentimentConfigSchema = z.object({
  SENTIMENT_ENGINE: z
    .enum(sentimentEngineNames)
    .default('lexicon')
    .describe(
      'What scores the sentiment of finals. lexicon: words and phrases of English, in the process. comprehend: Amazon Comprehend, with the lexicon in reserve; redacted text leaves the process.',
    ),
  ...comprehendPlaceSettings,
  COMPREHEND_BATCH_WAIT_MS: wholeNumberSetting(0, 200, 50).describe(
    'Milliseconds that a final waits at most for finals of other calls, so that one request scores up to 25. Never more than 40 % of EARSHOT_SENTIMENT_TIMEOUT_MS.',
  ),
  COMPREHEND_POSITIVE_THRESHOLD: probabilitySetting(0.4).describe(
    'A positive final gets a score if Comprehend is at least this sure, from 0 to 1. Below it, the final has only a label.',
  ),
  COMPREHEND_NEGATIVE_THRESHOLD: probabilitySetting(0.9).describe(
    'A negative final gets a score if Comprehend is at least this sure, from 0 to 1. Below it, the final has only a label.',
  ),
});

export type SentimentConfig = z.infer<typeof sentimentConfigSchema>;
