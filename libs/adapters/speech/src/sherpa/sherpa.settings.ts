import { z } from 'zod';
import { optionalTextSetting } from '@earshot/contracts';

export const sherpaSettings = z.object({
  SPEECH_MODEL: optionalTextSetting.describe(
    'Speech model by its name: moonshine-base-en or moonshine-tiny-en for the moonshine engine, or one in the model table of the sherpa engine. Default: the first one for SPEECH_LANGUAGE.',
  ),
  SPEECH_MODEL_DIR: optionalTextSetting.describe(
    'Directory of an unpacked streaming model for the sherpa engine. If set, nothing is downloaded.',
  ),
  SPEECH_MODEL_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address that models are downloaded from, instead of the publisher's releases."),
});
export type SherpaSettings = z.infer<typeof sherpaSettings>;
