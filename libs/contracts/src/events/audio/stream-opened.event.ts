import { z } from 'zod';
import { languageSchema } from '../../call-facts.js';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { MAX_PARTICIPANTS, participantIdSchema, participantSchema } from '../../participants.js';
import { MAX_TRACKS } from '../../tracks.js';
import { samplePositionSchema, sampleRateHzSchema } from '../../units.js';
import { participantOfSide, sideSchema } from '../../version-1.js';
import { audioCodecs } from './audio-frame.codec.js';

const formatShape = {
  codec: z.enum(audioCodecs),
  sampleRateHz: sampleRateHzSchema,
  /** Position of this stream's first sample. It is above 0 when a call continues after an interruption. */
  startSample: samplePositionSchema,
  /** The speech engine that the source asks for. Transcription uses it if it is configured. */
  requestedEngine: z.string().max(64).optional(),
  /** Name of the script that the `scripted` engine plays. */
  script: z.string().max(128).optional(),
  /** False: the source asks that no recording of the call is stored. */
  isRecorded: z.boolean().optional(),
  /** Absent: the configured language of the speech engine. */
  language: languageSchema.optional(),
};

export const streamOpened = defineEvent({
  type: 'stream.opened',
  version: 2,
  says: 'The audio of a call begins, or continues on a new connection, at a position of the call clock.',
  data: z.object({
    ...formatShape,
    /** In the order in which a frame interleaves them. Their number stays the same for the whole call. */
    tracks: z
      .array(
        z.object({
          /** Who is heard on the track from `startSample` on; null while nobody is. */
          participantId: participantIdSchema.nullable(),
        }),
      )
      .min(1)
      .max(MAX_TRACKS),
    /** Everybody who is on the call at `startSample`. */
    participants: z.array(participantSchema).max(MAX_PARTICIPANTS),
  }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ ...formatShape, channels: z.array(sideSchema).min(1).max(2) }),
    upgrade: ({ channels, ...format }) => {
      const participants = channels.map(participantOfSide);
      return { ...format, tracks: participants.map(({ id }) => ({ participantId: id })), participants };
    },
  }),
});
