import { z } from 'zod';
import { languageSchema } from '../../call-facts.js';
import { defineEvent } from '../../envelope.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';

export const streamChanged = defineEvent({
  type: 'stream.changed',
  version: 1,
  says: 'From this sample on, the call is recorded or no longer recorded, or is in another language. What is absent stays as it is.',
  data: z.object({
    sampleRateHz: sampleRateHzSchema,
    fromSample: samplePositionSchema,
    isRecorded: z.boolean().optional(),
    language: languageSchema.optional(),
  }),
});
