import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const transcriptCovered = defineEvent({
  type: 'transcript.covered',
  version: 1,
  says: 'An engine processed this span to its end. Every final of the span was published before this event.',
  data: z.object({
    channel: channelSchema,
    fromMs: callMsSchema,
    toMs: callMsSchema,
    engine: z.string().max(64),
  }),
});
