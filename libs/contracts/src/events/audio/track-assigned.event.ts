import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { participantSchema } from '../../participants.js';
import { trackSchema } from '../../tracks.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';

export const trackAssigned = defineEvent({
  type: 'track.assigned',
  version: 1,
  says: 'From this sample on, another participant is heard on a track, or the same one in another role.',
  data: z.object({
    sampleRateHz: sampleRateHzSchema,
    fromSample: samplePositionSchema,
    track: trackSchema,
    /** Null: nobody is on the track until the next assignment. */
    participant: participantSchema.nullable(),
  }),
});
