import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { participantSchema } from '../../participants.js';
import { callMsSchema } from '../../units.js';

export const participantChanged = defineEvent({
  type: 'participant.changed',
  version: 1,
  says: 'The role, name or number of a participant changed. The newest change by `atMs` counts. A role of a later decision (`GREETING`, `OTHER_PARTY`, `USER`) holds for the whole call and brings no name or number; of two decisions by people, the newest by `occurredAtMs` counts.',
  data: z.object({
    participant: participantSchema,
    /** On the call clock. */
    atMs: callMsSchema,
  }),
});
