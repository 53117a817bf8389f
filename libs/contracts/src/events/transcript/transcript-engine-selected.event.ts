import { z } from 'zod';
import { defineEvent } from '../../envelope.js';

export const transcriptEngineSelected = defineEvent({
  type: 'transcript.engine-selected',
  version: 1,
  says: 'Transcription chose a speech engine for the call and says why; no engine when none can run.',
  data: z.object({
    engine: z.string().max(64).nullable(),
    reason: z.string().max(512),
  }),
});
