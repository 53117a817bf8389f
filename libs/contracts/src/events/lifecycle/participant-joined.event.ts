import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { participantSchema } from '../../participants.js';
import { callMsSchema } from '../../units.js';

export const participantJoined = defineEvent({
  type: 'participant.joined',
  version: 1,
  says: 'A participant joined the call.',
  data: z.object({
    participant: participantSchema,
    /** On the call clock. */
    atMs: callMsSchema,
  }),
});
