import { z } from 'zod';
import { changedFactsShape } from '../../call-facts.js';
import { defineEvent } from '../../envelope.js';
import { requesterSchema } from '../../requester.js';
import { epochMsSchema } from '../../units.js';

export const callChanged = defineEvent({
  type: 'call.changed',
  version: 1,
  says: 'Something else is known of a call. For each field, and for each key of the metadata, the change with the highest `changedAtMs` counts; a field that is absent stays as it is.',
  data: z.object({
    ...changedFactsShape,
    /** A call that waited for its start begins here: its clock counts from this time of the wall clock. */
    processingStartedAtMs: epochMsSchema.optional(),
    /** Whose call it is: nothing changes on a call of another tenant. Absent: the tenant `default`. */
    tenant: z.string().min(1).max(64).optional(),
    /** The wall clock of whoever made the change. */
    changedAtMs: epochMsSchema,
    /** A person, or the source of the call. Absent when it is not known. */
    requestedBy: requesterSchema.optional(),
  }),
});
