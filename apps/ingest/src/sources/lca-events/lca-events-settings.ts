import { listOfSetting, optionalTextSetting, wholeNumberSetting } from '@earshot/contracts';
import { z } from 'zod';

/** The names that Kinesis takes. */
const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

export const lcaEventsSettings = {
  EARSHOT_LCA_EVENTS_STREAM: z
    .preprocess(
      (value) => (value === '' ? undefined : value),
      z.string().regex(STREAM_NAME, 'expected the name of a Kinesis stream').optional(),
    )
    .describe(
      'Kinesis stream with call events of LCA, Contact Lens or Call Analytics (docs/how-to/connect-lca-events.md). Without it, nothing is read. Needs AWS_REGION; the KINESIS_… settings count.',
    ),
  EARSHOT_LCA_EVENTS_QUIET_MS: wholeNumberSetting(0, 60_000, 3_000).describe(
    'How long nothing may come of a call after its END before it is over. Finals that come until then count for its summary.',
  ),
  EARSHOT_LCA_EVENTS_CLOSE_MS: wholeNumberSetting(60_000, 604_800_000, 7_200_000).describe(
    'A call of this stream without END and without words for this long is closed as interrupted.',
  ),
  EARSHOT_LCA_EVENTS_ALERTS: listOfSetting(z.string().min(1).max(128)).describe(
    'Categories in call events that are alerts, separated by commas; * means all.',
  ),
  EARSHOT_LCA_EVENTS_TENANT: optionalTextSetting.describe('Tenant of the calls of this stream. Without it: default.'),
};

export type LcaEventsSettings = z.infer<z.ZodObject<typeof lcaEventsSettings>>;
