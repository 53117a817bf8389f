import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { speakerShape } from '../../participants.js';
import { redactionKinds } from '../../redaction.js';
import { callMsSchema } from '../../units.js';
import { channelToSpeaker, sideSchema } from '../../version-1.js';
import { insightShape, utteranceShape } from '../transcript/transcript-segment.event.js';

const enrichedShape = {
  ...utteranceShape,
  /** What was removed, and where its placeholder is in `text`. */
  redactions: z
    .array(
      z.object({
        kind: z.enum(redactionKinds),
        startChar: z.number().int().min(0),
        endChar: z.number().int().min(0),
        /** Where the removed words are heard on the track, without a margin. Missing in events of versions before 0.2. */
        startMs: callMsSchema.optional(),
        endMs: callMsSchema.optional(),
      }),
    )
    .max(1_000),
  ...insightShape,
};

export const segmentEnriched = defineEvent({
  type: 'segment.enriched',
  version: 2,
  says: 'A segment that may be stored and shown: it is redacted, and a final is scored. `[CARD]` and the like replace what was removed.',
  data: z.object({ ...speakerShape, ...enrichedShape }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ channel: sideSchema, ...enrichedShape }),
    upgrade: channelToSpeaker,
  }),
});
