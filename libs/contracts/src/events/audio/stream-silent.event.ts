import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { epochMsSchema } from '../../units.js';

export const streamSilent = defineEvent({
  type: 'stream.silent',
  version: 1,
  says: 'No audio arrives, and ingest waits for it. Ingest repeats this event while the source is connected, so that the call is not closed as abandoned.',
  data: z.object({
    /** When the last audio arrived, by the wall clock of ingest; the start of the call before any audio. */
    sinceMs: epochMsSchema,
    /** False: the connection was lost, and the call waits for its source to return. */
    isConnected: z.boolean(),
  }),
});
