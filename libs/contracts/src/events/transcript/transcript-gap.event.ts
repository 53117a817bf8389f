import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import type { ErrorCode } from '../../error-codes/index.js';
import { callMsSchema } from '../../units.js';

export const transcriptGapReasons = [
  'NO_SPEECH_ENGINE',
  'ENGINE_FAILED',
  'ENGINE_OVERLOADED',
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'PROCESS_LOST',
] as const satisfies readonly ErrorCode[];

export const transcriptGap = defineEvent({
  type: 'transcript.gap',
  version: 1,
  says: 'This span was not transcribed live. It can be transcribed later from the recording, if there is one.',
  data: z.object({
    channel: channelSchema,
    fromMs: callMsSchema,
    toMs: callMsSchema,
    reason: z.enum(transcriptGapReasons),
  }),
});
