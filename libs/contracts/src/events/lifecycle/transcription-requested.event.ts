import { z } from 'zod';
import { languageSchema } from '../../call-facts.js';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { trackAssignmentSchema } from '../../participants.js';
import { trackSchema } from '../../tracks.js';
import { callMsSchema } from '../../units.js';
import { channelToTrack, sideSchema, speakerOfSide } from '../../version-1.js';

const spanShape = { fromMs: callMsSchema, toMs: callMsSchema };
const requestShape = {
  /** Nobody waits for the result, so the request may wait for a complete recording and for an engine. */
  isAutomatic: z.boolean().optional(),
  /** How many tracks the call has is not known: each span means every track of the recording. */
  coversEveryTrack: z.boolean().optional(),
  /** The engine and the script that the source of the call asked for. */
  requestedEngine: z.string().max(64).optional(),
  script: z.string().max(128).optional(),
  /** The language of the call, if its source or a person gave one. */
  language: languageSchema.optional(),
};

export const transcriptionRequested = defineEvent({
  type: 'transcription.requested',
  version: 2,
  says: 'A person or a service asks transcription to transcribe these spans from the recording.',
  data: z.object({
    ...requestShape,
    spans: z
      .array(
        z.object({
          track: trackSchema,
          ...spanShape,
          /**
           * The span continues a stint whose owner died. Its first segment has this place in the stint, because the owner
           * may have published that segment: the same id makes it a revision and not a double.
           */
          continues: z
            .object({ stintStartMs: z.number().int().nonnegative(), nextOrdinal: z.number().int().nonnegative() })
            .optional(),
        }),
      )
      .min(1)
      .max(1_000),
    /** Who was heard on the tracks. The words of a track without an assignment belong to its implied participant. */
    assignments: z.array(trackAssignmentSchema).max(1_000),
  }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({
      ...requestShape,
      spans: z
        .array(z.object({ channel: sideSchema, ...spanShape }))
        .min(1)
        .max(1_000),
    }),
    upgrade: ({ spans, ...request }) => ({
      ...request,
      spans: spans.map(channelToTrack),
      assignments: sideSchema.options.map((side) => ({ ...speakerOfSide(side), fromMs: 0 })),
    }),
  }),
});
