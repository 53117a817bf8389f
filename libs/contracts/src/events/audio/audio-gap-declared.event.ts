import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import type { ErrorCode } from '../../error-codes/index.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';

export const audioGapReasons = [
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'CALL_MOVED',
  'PROCESS_LOST',
] as const satisfies readonly ErrorCode[];

export const audioGapDeclared = defineEvent({
  type: 'audio.gap-declared',
  version: 1,
  says: 'The audio of this span never arrived. The recording holds silence of the same length.',
  data: z.object({
    sampleRateHz: sampleRateHzSchema,
    fromSample: samplePositionSchema,
    toSample: samplePositionSchema,
    reason: z.enum(audioGapReasons),
  }),
});
