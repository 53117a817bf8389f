import { z } from 'zod';
import { defineEvent } from '../../envelope.js';

export const callErased = defineEvent({
  type: 'call.erased',
  version: 1,
  says: 'The rows of a call are removed. Whoever still holds anything of the call drops it, and its source is told that the call is over.',
  data: z.object({
    tenant: z.string().min(1).max(64),
    /** With the queue, it decides who may learn that the call is gone. Null when the call had none. */
    agentId: z.string().max(256).nullable(),
    queue: z.string().max(256).nullable(),
    /** Higher than the version of every earlier state of the call. */
    rowVersion: z.number().int().min(0),
  }),
});
