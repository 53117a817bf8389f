import { z } from 'zod';
import { defineEvent } from '../../envelope.js';

export const processingFailed = defineEvent({
  type: 'processing.failed',
  version: 1,
  says: 'A stage gave up on a part of this call, or its source sent something invalid. The call shows the problem.',
  data: z.object({
    stage: z.string().max(64),
    code: z.string().max(64),
    /** For people. Says what happened and never repeats what was said on the call. */
    message: z.string().max(512),
  }),
});
