import { optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { z } from 'zod';

export const kvsSettings = {
  EARSHOT_KVS_EVENTS_QUEUE_URL: z
    .preprocess((value) => (value === '' ? undefined : value), z.url({ protocol: /^https?$/ }).optional())
    .describe(
      'URL of the Amazon SQS queue to which EventBridge sends the events of calls of Amazon Chime and Amazon Connect. Without it, calls over Kinesis Video Streams are off.',
    ),
  EARSHOT_KVS_ENDPOINT: optionalTextSetting.describe(
    'Endpoint of Kinesis Video Streams, for example of a VPC endpoint. Without it: the one of AWS_REGION.',
  ),
  EARSHOT_CONNECT_ENDPOINT: optionalTextSetting.describe(
    'Endpoint of Amazon Connect, which is asked for the names of agents. Without it: the one of AWS_REGION.',
  ),
  EARSHOT_KVS_SILENCE_MS: wholeNumberSetting(10_000, 86_400_000, 1_800_000).describe(
    'A call over Kinesis Video Streams of which nothing comes for this long is ended, because its end event was lost.',
  ),
  EARSHOT_KVS_TENANT: optionalTextSetting.describe(
    'Tenant of the calls that come over Kinesis Video Streams. Without it: default.',
  ),
  AWS_REGION: sharedSettings.AWS_REGION,
};

export type KvsSettings = z.infer<z.ZodObject<typeof kvsSettings>>;
