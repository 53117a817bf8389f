import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { callMsSchema, epochMsSchema } from '../../units.js';
import { streamCloseReasons } from '../audio/stream-closed.event.js';

export const callEnded = defineEvent({
  type: 'call.ended',
  version: 1,
  says: 'The call is over: somebody hung up, or the source stayed away.',
  data: z.object({
    endedAtMs: epochMsSchema,
    durationMs: callMsSchema,
    reason: z.enum(streamCloseReasons),
  }),
});
