import { z } from 'zod';
import { defineEvent } from '../envelope.js';

export const processingFailed = defineEvent({
  type: 'processing.failed',
  version: 1,
  says: 'A stage gave up on a piece of this call, or its source sent something wrong; the call shows it.',
  data: z.object({
    stage: z.string().max(64),
    code: z.string().max(64),
    /** For people; names what happened, never what was said. */
    message: z.string().max(512),
  }),
});
