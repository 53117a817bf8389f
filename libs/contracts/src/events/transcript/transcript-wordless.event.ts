import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { trackSchema } from '../../tracks.js';
import { callMsSchema } from '../../units.js';

export const transcriptWordless = defineEvent({
  type: 'transcript.wordless',
  version: 1,
  says: 'An engine heard somebody speak in this span and gave no words. `transcript.covered` accounts for the span.',
  data: z.object({ track: trackSchema, fromMs: callMsSchema, toMs: callMsSchema, engine: z.string().max(64) }),
});
