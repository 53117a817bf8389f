import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const transcriptCovered = defineEvent({
  type: 'transcript.covered',
  version: 1,
  says: 'An engine has heard this span to the end and every final of it was published before this event.',
  data: z.object({
    channel: channelSchema,
    fromMs: callMsSchema,
    toMs: callMsSchema,
    engine: z.string().max(64),
  }),
});
