import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import type { ErrorCode } from '../../error-codes/index.js';
import { trackSchema } from '../../tracks.js';
import { callMsSchema } from '../../units.js';
import { channelToTrack, sideSchema } from '../../version-1.js';

export const transcriptGapReasons = [
  'NO_SPEECH_ENGINE',
  'ENGINE_FAILED',
  'ENGINE_OVERLOADED',
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'SOURCE_SILENT',
  'CALL_MOVED',
  'PAUSED',
  'PROCESS_LOST',
] as const satisfies readonly ErrorCode[];

const spanShape = {
  fromMs: callMsSchema,
  toMs: callMsSchema,
  /** A reason that only a later version knows counts as audio that is not there: nobody may ask for it again. */
  reason: z.enum(transcriptGapReasons).catch('FRAMES_LOST'),
};

export const transcriptGap = defineEvent({
  type: 'transcript.gap',
  version: 2,
  says: 'This span was not transcribed live. It can be transcribed later from the recording, if there is one.',
  data: z.object({ track: trackSchema, ...spanShape }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ channel: sideSchema, ...spanShape }),
    upgrade: channelToTrack,
  }),
});
