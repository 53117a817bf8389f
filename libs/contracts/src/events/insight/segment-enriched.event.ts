import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { segmentShape } from '../transcript/transcript-segment.event.js';

export const sentimentLabels = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const;
export const redactionKinds = ['CARD', 'CVV', 'SSN', 'PHONE', 'EMAIL'] as const;

export const segmentEnriched = defineEvent({
  type: 'segment.enriched',
  version: 1,
  says: 'A segment fit to be stored and shown: redacted, and for finals scored. `[CARD]` and the like stand for what was removed.',
  data: z.object({
    ...segmentShape,
    /** What was removed and where its placeholder stands in `text`. */
    redactions: z
      .array(
        z.object({
          kind: z.enum(redactionKinds),
          startChar: z.number().int().min(0),
          endChar: z.number().int().min(0),
        }),
      )
      .max(1_000),
    /** Finals only. */
    sentiment: z.enum(sentimentLabels).optional(),
    /** -5 (very negative) to +5 (very positive), the scale of LCA's weighted sentiment. Finals only. */
    sentimentScore: z.number().min(-5).max(5).optional(),
  }),
});
