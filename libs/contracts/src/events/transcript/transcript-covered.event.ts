import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { trackSchema } from '../../tracks.js';
import { callMsSchema } from '../../units.js';
import { channelToTrack, sideSchema } from '../../version-1.js';

const spanShape = { fromMs: callMsSchema, toMs: callMsSchema, engine: z.string().max(64) };

export const transcriptCovered = defineEvent({
  type: 'transcript.covered',
  version: 2,
  says: 'An engine processed this span to its end. Every final of the span was published before this event.',
  data: z.object({
    track: trackSchema,
    ...spanShape,
    /** What the engine costs for a minute of one track, in the currency of the operator. Missing where no price is set. */
    pricePerMinute: z.number().positive().optional(),
  }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ channel: sideSchema, ...spanShape }),
    upgrade: channelToTrack,
  }),
});
