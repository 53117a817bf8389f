import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { participantIdSchema } from '../../participants.js';
import { callMsSchema } from '../../units.js';

export const participantLeft = defineEvent({
  type: 'participant.left',
  version: 1,
  says: 'A participant left the call. The call may continue without them.',
  data: z.object({
    participantId: participantIdSchema,
    /** On the call clock. */
    atMs: callMsSchema,
  }),
});
