import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { pauseReasonSchema } from '../../pauses.js';
import { requesterSchema } from '../../requester.js';
import { epochMsSchema } from '../../units.js';

export const callPauseChanged = defineEvent({
  type: 'call.pause-changed',
  version: 1,
  says: 'A call is paused, or goes on. While it is paused, ingest drops its audio and declares the time as a gap with the reason `PAUSED`.',
  data: z.object({
    isPaused: z.boolean(),
    /** Ingest's wall clock. Later changes of the same call have a higher one, whichever process made them. */
    changedAtMs: epochMsSchema,
    /** Absent when nobody gave one. */
    reason: pauseReasonSchema.optional(),
    /** A person, or the source of the call. Absent when it is not known. */
    requestedBy: requesterSchema.optional(),
  }),
});
