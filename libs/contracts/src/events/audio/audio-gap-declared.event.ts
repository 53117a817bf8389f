import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import type { ErrorCode } from '../../error-codes/index.js';
import { MAX_TRACKS, trackCountSchema, trackSchema } from '../../tracks.js';
import { epochMsSchema, samplePositionSchema, sampleRateHzSchema } from '../../units.js';

export const audioGapReasons = [
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'SOURCE_SILENT',
  'CALL_MOVED',
  'PAUSED',
  'PROCESS_LOST',
] as const satisfies readonly ErrorCode[];

export const audioGapDeclared = defineEvent({
  type: 'audio.gap-declared',
  version: 1,
  says: 'The audio of this span never arrived, on every track or on some. The recording holds silence of the same length.',
  data: z.object({
    sampleRateHz: sampleRateHzSchema,
    fromSample: samplePositionSchema,
    toSample: samplePositionSchema,
    /** A reason that only a later version knows: the audio is not there, which is what counts for the clock. */
    reason: z.enum(audioGapReasons).catch('FRAMES_LOST'),
    /** The gap is on every track of the call. */
    trackCount: trackCountSchema.optional(),
    /**
     * The gap is on these tracks alone, from `fromSample` to its own `toSample`: the frames of this span hold silence on them.
     * The `toSample` of the event is then its `fromSample`, so that consumers that do not know the field lose no audio of the
     * other tracks.
     */
    someTracks: z
      .object({ tracks: z.array(trackSchema).min(1).max(MAX_TRACKS), toSample: samplePositionSchema })
      .optional(),
    /** Ingest's wall clock at the end of the gap. A process that continues the call measures its absence from here. */
    endsAtMs: epochMsSchema.optional(),
  }),
});
