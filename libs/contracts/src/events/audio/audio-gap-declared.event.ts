import { z } from 'zod';
import type { ErrorCode } from '../../error-codes/index.js';
import { defineEvent } from '../../envelope.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';

export const audioGapReasons = [
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'PROCESS_LOST',
] as const satisfies readonly ErrorCode[];

export const audioGapDeclared = defineEvent({
  type: 'audio.gap-declared',
  version: 1,
  says: 'Audio of this span never arrived; recordings hold silence of the same length.',
  data: z.object({
    sampleRateHz: sampleRateHzSchema,
    fromSample: samplePositionSchema,
    toSample: samplePositionSchema,
    reason: z.enum(audioGapReasons),
  }),
});
