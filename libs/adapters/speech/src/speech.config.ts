import { z } from 'zod';
import { optionalTextSetting, sharedSettings } from '@earshot/contracts';
import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';

type VendorShape = (typeof speechVendors)[SpeechEngineName]['settings']['shape'];
type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

const vendorShapes = Object.assign(
  {},
  ...Object.values(speechVendors).map(({ settings }) => settings.shape),
) as AllOf<VendorShape>;

const automaticEngineNames = speechEngineNames.filter((name) => speechVendors[name].isAutomatic);

/** The environment variables of speech recognition, with those of every vendor; an app spreads `.shape` into its own schema. */
export const speechConfigSchema = z.object({
  SPEECH_ENGINE: z
    .enum(['auto', ...speechEngineNames, 'none'])
    .default('auto')
    .describe(
      `The speech engine: auto takes the best one that can run (${automaticEngineNames.join(', then ')}); a name takes only that one; none transcribes nothing.`,
    ),
  EARSHOT_ALLOW_CHOSEN_ENGINE: sharedSettings.EARSHOT_ALLOW_CHOSEN_ENGINE,
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
  SPEECH_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Threads or processes that recognise speech. Default: one less than the machine has cores.'),
  SPEECH_MODELS_DIR: optionalTextSetting.describe(
    'Folder of downloaded speech models, which several processes may share. Default: models in EARSHOT_DATA_DIR.',
  ),
  ...vendorShapes,
});
export type SpeechConfig = z.infer<typeof speechConfigSchema>;
