import { z } from 'zod';
import { flagSetting, httpUrl, optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { KinesisSettings } from './kinesis-settings.js';

/**
 * The environment variables of the Kinesis bus. An app spreads `.shape` into its own schema. The AWS SDK finds the
 * credentials itself: environment, profile, container or instance role.
 */
export const kinesisConfigSchema = z.object({
  AWS_REGION: sharedSettings.AWS_REGION,
  KINESIS_ENDPOINT: z
    .url(httpUrl)
    .optional()
    .describe('URL of a Kinesis server other than that of the region, for example one on this machine.'),
  KINESIS_TLS_CA_FILE: optionalTextSetting.describe(
    'PEM file of the authorities that signed the certificate of KINESIS_ENDPOINT. Default: the public ones.',
  ),
  KINESIS_STREAM_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{1,100}$/, 'expected letters, digits, dot, hyphen, underscore')
    .default('earshot.')
    .describe('Prefix of stream and fan-out consumer names, so that several installations can share an account.'),
  KINESIS_SHARDS: wholeNumberSetting(1, 10_000, 4).describe(
    'Most shards of a stream that Earshot creates. An existing stream keeps its shards.',
  ),
  KINESIS_CREATE_STREAMS: flagSetting('true').describe(
    'Create missing streams and extend their retention. If false, Earshot waits until somebody else does.',
  ),
  KINESIS_FAN_OUT: flagSetting().describe(
    'Let Kinesis push to consumer groups (enhanced fan-out). Faster, and each group gets its own throughput, but AWS bills it.',
  ),
  KINESIS_POLL_MS: wholeNumberSetting(10, 60_000, 250).describe(
    'Pause between two reads of a shard. All readers of a shard share 5 reads a second.',
  ),
  KINESIS_LINGER_MS: wholeNumberSetting(0, 1_000, 5).describe(
    'How long a message waits for others that go into the same request.',
  ),
  KINESIS_LEASE_MS: wholeNumberSetting(500, 300_000, 10_000).describe(
    'A process that is silent for this long loses its shards to the others.',
  ),
});
export type KinesisConfig = z.infer<typeof kinesisConfigSchema>;

/** Reads the settings of the bus. Throws `BUS_CONFIG_INCOMPLETE` when the region is missing. */
export function kinesisSettings(config: KinesisConfig): KinesisSettings {
  if (config.AWS_REGION === undefined) {
    throw new Failure('BUS_CONFIG_INCOMPLETE', 'AWS_REGION: needed to read and write Kinesis streams');
  }
  return {
    region: config.AWS_REGION,
    endpoint: config.KINESIS_ENDPOINT,
    caFile: config.KINESIS_TLS_CA_FILE,
    streamPrefix: config.KINESIS_STREAM_PREFIX,
    maxShards: config.KINESIS_SHARDS,
    createsStreams: config.KINESIS_CREATE_STREAMS,
    fanOut: config.KINESIS_FAN_OUT,
    pollMs: config.KINESIS_POLL_MS,
    lingerMs: config.KINESIS_LINGER_MS,
    leaseMs: config.KINESIS_LEASE_MS,
  };
}
