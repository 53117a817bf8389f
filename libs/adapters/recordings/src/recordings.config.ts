import { z } from 'zod';
import { flagSetting, optionalTextSetting, wholeNumberSetting } from '@earshot/contracts';

/** Where recordings can lie. */
export const recordingStoreKinds = ['disk', 's3'] as const;

/** The environment variables of recordings; an app spreads `.shape` into its own schema. */
export const recordingsConfigSchema = z.object({
  RECORDINGS: z
    .enum(recordingStoreKinds)
    .default('disk')
    .describe(
      'Where recordings lie: disk is the folder recordings in EARSHOT_DATA_DIR, which all processes must share; s3 is a bucket.',
    ),
  RECORDING_CHUNK_SECONDS: wholeNumberSetting(1, 300, 10).describe(
    'With RECORDINGS=s3: how much of a live call is stored at once. So much of it is not readable yet, and comes again after a crash.',
  ),
  RECORDING_BUFFER_MIB: wholeNumberSetting(16, 65_536, 256).describe(
    'With RECORDINGS=s3: audio of all calls that may wait in memory of one process for the bucket.',
  ),
  S3_BUCKET: optionalTextSetting.describe('Bucket of the recordings; needed with RECORDINGS=s3.'),
  S3_PREFIX: z
    .string()
    .trim()
    .regex(/^[^/]/, 'expected no slash at the beginning')
    .default('recordings/')
    .describe('What every key in the bucket begins with.'),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address of a store that speaks S3 and is not Amazon's."),
  S3_REGION: optionalTextSetting.describe('Region of the bucket; by default that of the AWS settings of the process.'),
  S3_FORCE_PATH_STYLE: flagSetting().describe(
    'true writes the bucket into the path and not into the host name, as most stores of their own need it.',
  ),
});

export type RecordingsConfig = z.infer<typeof recordingsConfigSchema>;
