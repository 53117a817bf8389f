import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';

/** `INTERRUPTED`: the source stayed away longer than the reconnect window. */
export const streamCloseReasons = ['ENDED', 'INTERRUPTED'] as const;

export const streamClosed = defineEvent({
  type: 'stream.closed',
  version: 1,
  says: "No more audio of this call will come. Transcription flushes its engine and completes the call's transcript.",
  data: z.object({
    sampleRateHz: sampleRateHzSchema,
    endSample: samplePositionSchema,
    reason: z.enum(streamCloseReasons),
  }),
});
