import { z } from 'zod';
import { httpUrl, optionalTextSetting } from '@earshot/contracts';

export const sherpaSettings = z.object({
  SPEECH_MODEL: optionalTextSetting.describe(
    'Speech model by its name: moonshine-base-en or moonshine-tiny-en for the moonshine engine, or one in the model table of the sherpa engine. Default: the first one for SPEECH_LANGUAGE; for English, moonshine-tiny-en where moonshine-base-en is too slow for the machine.',
  ),
  SPEECH_MODEL_DIR: optionalTextSetting.describe(
    'Directory of an unpacked streaming model for the sherpa engine. If set, nothing is downloaded.',
  ),
  SPEECH_MODEL_BASE_URL: z
    .url(httpUrl)
    .optional()
    .describe("Address that models of the sherpa engine are downloaded from, instead of the publisher's releases."),
  SPEECH_MODEL_SHA256: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
    .optional()
    .describe(
      'SHA-256 of the archive of the sherpa model, in hexadecimal. It replaces the digests that Earshot knows. Chinese models need it, because Earshot knows no digest of them.',
    ),
});
export type SherpaSettings = z.infer<typeof sherpaSettings>;
