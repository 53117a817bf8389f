import { z } from 'zod';
import { optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { engineNumbersSetting } from './engine-numbers.js';
import { parseEngineNames } from './parse-engine-names.js';
import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';

type VendorShape = (typeof speechVendors)[SpeechEngineName]['settings']['shape'];
type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

const vendorShapes = Object.assign(
  {},
  ...Object.values(speechVendors).map(({ settings }) => settings.shape),
) as AllOf<VendorShape>;

const knownNames = ['auto', ...speechEngineNames, 'none'].join(', ');
const automaticEngineNames = speechEngineNames.filter((name) => speechVendors[name].isAutomatic);

/** The environment variables of speech recognition, with those of every vendor; an app spreads `.shape` into its own schema. */
export const speechConfigSchema = z.object({
  SPEECH_ENGINE: z
    .string()
    .trim()
    .default('auto')
    .refine((setting) => parseEngineNames(setting) !== null, `expected ${knownNames}, or several, separated by commas`)
    .describe(
      `The speech engine: ${knownNames}. auto takes the best one that can run (${automaticEngineNames.join(', then ')}); a name takes only that one; none transcribes nothing. Several names, e.g. amazon-transcribe,moonshine: when one fails a call EARSHOT_ENGINE_MAX_FAILURES times in a row, the next one goes on where it stopped.`,
    ),
  SPEECH_ENGINE_PAUSE_MS: wholeNumberSetting(0, 3_600_000, 60_000).describe(
    'How long new calls avoid an engine that failed a call and works for no other, if SPEECH_ENGINE names another one.',
  ),
  SPEECH_MAX_STREAMS: engineNumbersSetting().describe(
    'Most streams that each engine has open at once in one process, e.g. amazon-transcribe=25. Further calls get the next engine of SPEECH_ENGINE. A provider limits its account; see SPEECH_QUOTA_SCOPE. Two tracks of a call share one stream of Amazon Transcribe. Default: no limit.',
  ),
  SPEECH_STARTS_PER_SECOND: engineNumbersSetting().describe(
    'Streams that each engine opens a second in one process, e.g. amazon-transcribe=25. Further ones wait, for at most 5 s. Default: no limit.',
  ),
  SPEECH_QUOTA_SCOPE: z
    .enum(['process', 'deployment'])
    .default('process')
    .describe(
      'process: SPEECH_MAX_STREAMS and SPEECH_STARTS_PER_SECOND hold for each transcription process. deployment: for all of them together; each takes an equal share, at least one stream. A process that starts waits up to 10 s for its share, and longer for streams that others still use. A process that was killed keeps its share for 90 s.',
    ),
  SPEECH_PRICE_PER_MINUTE: engineNumbersSetting().describe(
    'Price of one minute of one track for each engine, in your currency, e.g. amazon-transcribe=0.024. Each call shows its cost, by the audio that was transcribed; the metric earshot_speech_cost_total adds up all audio that was sent.',
  ),
  EARSHOT_ALLOW_CHOSEN_ENGINE: sharedSettings.EARSHOT_ALLOW_CHOSEN_ENGINE,
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
  SPEECH_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Threads or processes that recognise speech. Default: one less than the machine has cores; Moonshine: one for each core that its memory allows (430 MB each, half of the memory), with low priority.',
    ),
  SPEECH_MODELS_DIR: optionalTextSetting.describe(
    'Folder of downloaded speech models, which several processes may share. Default: models in EARSHOT_DATA_DIR.',
  ),
  ...vendorShapes,
});
export type SpeechConfig = z.infer<typeof speechConfigSchema>;
