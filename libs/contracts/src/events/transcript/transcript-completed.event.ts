import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const transcriptCompleted = defineEvent({
  type: 'transcript.completed',
  version: 1,
  says: 'Every final of the call is published. Work that needs the whole call may begin.',
  data: z.object({ durationMs: callMsSchema }),
});
