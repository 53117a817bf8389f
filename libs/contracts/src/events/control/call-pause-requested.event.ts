import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { pauseReasonSchema } from '../../pauses.js';
import { requesterSchema } from '../../requester.js';

export const pauseActions = ['PAUSE', 'RESUME'] as const;

export const callPauseRequested = defineEvent({
  type: 'call.pause-requested',
  version: 1,
  says: 'Somebody who may control a call pauses it, or lets it go on. The ingest process that has the call acts, and says so with `call.pause-changed`.',
  data: z.object({
    action: z.enum(pauseActions),
    /** Absent when nobody gave one. */
    reason: pauseReasonSchema.optional(),
    /** Absent when it is not known. */
    requestedBy: requesterSchema.optional(),
  }),
});
