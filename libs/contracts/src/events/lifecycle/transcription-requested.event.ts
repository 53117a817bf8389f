import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const transcriptionRequested = defineEvent({
  type: 'transcription.requested',
  version: 1,
  says: 'Somebody asks that recorded audio of these spans be transcribed now: words delayed, not lost.',
  data: z.object({
    spans: z
      .array(z.object({ channel: channelSchema, fromMs: callMsSchema, toMs: callMsSchema }))
      .min(1)
      .max(1_000),
    /** Nobody waits for it: it may wait for the recording to be complete and for an engine to be there. */
    isAutomatic: z.boolean().optional(),
  }),
});
