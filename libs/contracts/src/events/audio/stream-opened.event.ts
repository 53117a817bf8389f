import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';
import { audioCodecs } from './audio-frame.codec.js';

export const streamOpened = defineEvent({
  type: 'stream.opened',
  version: 1,
  says: 'The audio of a call begins, or continues on a new connection, at a position of the call clock.',
  data: z.object({
    codec: z.enum(audioCodecs),
    sampleRateHz: sampleRateHzSchema,
    channels: z.array(channelSchema).min(1).max(2),
    /** Position of this stream's first sample. It is above 0 when a call continues after an interruption. */
    startSample: samplePositionSchema,
    /** The speech engine that the source asks for. Transcription uses it if it is configured. */
    requestedEngine: z.string().max(64).optional(),
    /** Name of the script that the `scripted` engine plays. */
    script: z.string().max(128).optional(),
  }),
});
