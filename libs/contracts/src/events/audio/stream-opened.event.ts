import { z } from 'zod';
import { audioCodecs } from './audio-frame.codec.js';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';

export const streamOpened = defineEvent({
  type: 'stream.opened',
  version: 1,
  says: "A call's audio begins, or goes on in a new connection, at a position of the call's clock.",
  data: z.object({
    codec: z.enum(audioCodecs),
    sampleRateHz: sampleRateHzSchema,
    channels: z.array(channelSchema).min(1).max(2),
    /** Where this stream's first sample lies; above 0 when a call goes on after an interruption. */
    startSample: samplePositionSchema,
    /** The speech engine the source asks for; used where it is configured. */
    requestedEngine: z.string().max(64).optional(),
    /** Name of the script the `scripted` engine speaks. */
    script: z.string().max(128).optional(),
  }),
});
