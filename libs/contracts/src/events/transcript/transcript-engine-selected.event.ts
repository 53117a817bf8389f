import { z } from 'zod';
import { defineEvent } from '../../envelope.js';

export const transcriptEngineSelected = defineEvent({
  type: 'transcript.engine-selected',
  version: 1,
  says: 'Which speech engine listens to the call, and why; none when no engine can run.',
  data: z.object({
    engine: z.string().max(64).nullable(),
    reason: z.string().max(512),
  }),
});
