import { z } from 'zod';
import { flagSetting, httpUrl, optionalTextSetting, wholeNumberSetting } from '@earshot/contracts';

/** The stores of recordings. */
const recordingStoreKinds = ['disk', 's3'] as const;

/** The settings of recordings. An app spreads `.shape` into its own schema. */
export const recordingsConfigSchema = z.object({
  RECORDINGS: z
    .enum(recordingStoreKinds)
    .default('disk')
    .describe(
      'Where recordings are stored. disk: the folder recordings in EARSHOT_DATA_DIR, which all processes must share. s3: a bucket.',
    ),
  RECORDING_CHUNK_SECONDS: wholeNumberSetting(1, 300, 10).describe(
    'With RECORDINGS=s3: seconds of a live call per upload. The last seconds are not readable yet; after a crash the bus delivers them again.',
  ),
  RECORDING_BUFFER_MIB: wholeNumberSetting(16, 65_536, 256).describe(
    'With RECORDINGS=s3: most audio of all calls that waits in the memory of one process for the bucket.',
  ),
  S3_BUCKET: optionalTextSetting.describe('Bucket of the recordings; required with RECORDINGS=s3.'),
  S3_PREFIX: z
    .string()
    .trim()
    .regex(/^[^/]/, 'must not begin with a slash')
    .default('recordings/')
    .describe('The beginning of every key in the bucket.'),
  S3_ENDPOINT: z.url(httpUrl).optional().describe("Address of an S3 store other than Amazon's."),
  S3_TLS_CA_FILE: optionalTextSetting.describe(
    'PEM file of the authorities that signed the certificate of S3_ENDPOINT. Default: the public ones.',
  ),
  S3_REGION: optionalTextSetting.describe('Region of the bucket. Without it, the AWS settings of the process decide.'),
  S3_FORCE_PATH_STYLE: flagSetting().describe(
    'true: the bucket is in the path and not in the host name, which most self-hosted stores need.',
  ),
});

export type RecordingsConfig = z.infer<typeof recordingsConfigSchema>;
