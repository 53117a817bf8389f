import { z } from 'zod';
import { optionalTextSetting, sharedSettings } from '@earshot/contracts';

/** Engines that a call can be heard by. */
export const speechEngineNames = ['sherpa', 'pocketsphinx', 'scripted'] as const;
export type SpeechEngineName = (typeof speechEngineNames)[number];

/** The environment variables of speech recognition; an app spreads `.shape` into its own schema. */
export const speechConfigSchema = z.object({
  SPEECH_ENGINE: z
    .enum(['auto', ...speechEngineNames, 'none'])
    .default('auto')
    .describe(
      'Who hears the calls: auto takes the best that can run (sherpa, then pocketsphinx); a name takes that one only; none transcribes nothing.',
    ),
  SPEECH_MODEL: optionalTextSetting.describe(
    'Model of the sherpa engine by its name in the model table; by default one for SPEECH_LANGUAGE.',
  ),
  SPEECH_MODEL_DIR: optionalTextSetting.describe(
    'Directory of an unpacked streaming model for the sherpa engine; nothing is downloaded then.',
  ),
  SPEECH_MODEL_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where models are downloaded from, instead of the publisher's releases."),
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
  SPEECH_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Threads or processes that recognise speech; by default one less than the machine has cores.'),
  EARSHOT_SCRIPTS_DIR: optionalTextSetting.describe('Directory of the scripts that the scripted engine speaks.'),
});
export type SpeechConfig = z.infer<typeof speechConfigSchema>;
