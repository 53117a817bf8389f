import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const transcriptionRequested = defineEvent({
  type: 'transcription.requested',
  version: 1,
  says: 'A person or a service asks transcription to transcribe these spans from the recording.',
  data: z.object({
    spans: z
      .array(z.object({ channel: channelSchema, fromMs: callMsSchema, toMs: callMsSchema }))
      .min(1)
      .max(1_000),
    /** Nobody waits for the result, so the request may wait for a complete recording and for an engine. */
    isAutomatic: z.boolean().optional(),
  }),
});
