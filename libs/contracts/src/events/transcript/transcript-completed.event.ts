import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const transcriptCompleted = defineEvent({
  type: 'transcript.completed',
  version: 1,
  says: 'Every final of the call has been published; what needs the whole call may run now.',
  data: z.object({ durationMs: callMsSchema }),
});
