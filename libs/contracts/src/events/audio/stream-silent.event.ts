import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { epochMsSchema } from '../../units.js';

export const streamSilent = defineEvent({
  type: 'stream.silent',
  version: 1,
  says: 'No audio arrives, but ingest still waits for it. It repeats this while the source is connected, so the call is not taken for abandoned.',
  data: z.object({
    /** When the last audio arrived, by the wall clock of ingest; the start of the call before any audio. */
    sinceMs: epochMsSchema,
    /** False: the connection was lost, and the call waits for its source to return. */
    isConnected: z.boolean(),
  }),
});
