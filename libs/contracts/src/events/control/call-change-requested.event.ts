import { z } from 'zod';
import { hearingChangeShape } from '../../call-change.js';
import { defineEvent } from '../../envelope.js';
import { requesterSchema } from '../../requester.js';
import { epochMsSchema } from '../../units.js';

export const callChangeRequested = defineEvent({
  type: 'call.change-requested',
  version: 1,
  says: 'Somebody changes how a live call is heard: who the agent is, its language, its tracks, whether it is recorded, or that it starts. The ingest process that has the call acts. Facts of the call also come as `call.changed`.',
  data: z.object({
    ...hearingChangeShape,
    /** Whose call it is: nothing changes on a call of another tenant. Absent: the tenant `default`. */
    tenant: z.string().min(1).max(64).optional(),
    /** The wall clock of whoever asks. */
    changedAtMs: epochMsSchema,
    /** Absent when it is not known. */
    requestedBy: requesterSchema.optional(),
  }),
});
