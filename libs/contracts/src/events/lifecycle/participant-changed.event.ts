import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { participantSchema } from '../../participants.js';
import { callMsSchema } from '../../units.js';

export const participantChanged = defineEvent({
  type: 'participant.changed',
  version: 1,
  says: 'The role, name or number of a participant changed. The newest change by `atMs` counts.',
  data: z.object({
    participant: participantSchema,
    /** On the call clock. */
    atMs: callMsSchema,
  }),
});
