import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { segmentIdSchema } from '../../ids.js';
import { speakerShape } from '../../participants.js';
import { redactionKinds } from '../../redaction.js';
import { callMsSchema, epochMsSchema } from '../../units.js';
import { channelToSpeaker, sideSchema } from '../../version-1.js';

const wordSchema = z.object({
  text: z.string().max(256),
  startMs: callMsSchema,
  endMs: callMsSchema,
  confidence: z.number().min(0).max(1).optional(),
});
/** One word with its span on the call clock. */
export type Word = z.infer<typeof wordSchema>;

/** The fields that a segment has before and after enrichment, apart from its speaker. */
export const utteranceShape = {
  segmentId: segmentIdSchema,
  /** Counts the publications of the segment. The highest revision is the truth. */
  revision: z.number().int().min(1),
  isPartial: z.boolean(),
  startMs: callMsSchema,
  endMs: callMsSchema,
  /** A partial without text withdraws the partial before it: its utterance was no speech. */
  text: z.string().max(20_000),
  /** Empty when the engine gives no words. */
  words: z.array(wordSchema).max(4_000),
  /** True when the engine gives no word times, so that those of `words` are estimates. A word may be heard anywhere in the segment. */
  areWordTimesEstimated: z.boolean().optional(),
  engine: z.string().max(64),
  /** BCP 47 tag of the language of the words. Missing when the engine does not know it. */
  language: z.string().max(35).optional(),
  /** When the engine gave this result. The lag to a subscriber is measured from here. */
  recognizedAtMs: epochMsSchema,
};

const sentimentLabels = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const;
export type SentimentLabel = (typeof sentimentLabels)[number];

/** What is said about a final. On an unredacted segment it comes from the speech engine itself. */
export const insightShape = {
  /** Finals only. */
  sentiment: z.enum(sentimentLabels).optional(),
  /**
   * -5 (very negative) to +5 (very positive), the scale of LCA's weighted sentiment. Finals only. Missing beside a label when
   * the engine gave no score.
   */
  sentimentScore: z.number().min(-5).max(5).optional(),
  /** The engine that gave the sentiment, such as `lexicon`. Missing in events of versions before 0.2. */
  sentimentEngine: z.string().min(1).max(100).optional(),
  /** Where the speech engine heard what the call is about, such as a complaint: a span of `text`, and when it was said. */
  issues: z
    .array(
      z.object({
        startChar: z.number().int().min(0),
        endChar: z.number().int().min(0),
        startMs: callMsSchema,
        endMs: callMsSchema,
      }),
    )
    .max(100)
    .optional(),
};

/** What only an unredacted segment has. */
const rawShape = {
  /** Private details that the engine itself marked in `text`, such as names and addresses. */
  entities: z
    .array(
      z.object({
        kind: z.enum(redactionKinds),
        startChar: z.number().int().min(0),
        endChar: z.number().int().min(0),
      }),
    )
    .max(1_000)
    .optional(),
};

export const transcriptSegment = defineEvent({
  type: 'transcript.segment',
  version: 2,
  says: 'An engine recognised words: a partial that may change, or a final that stands. The words are not redacted.',
  data: z.object({ ...speakerShape, ...utteranceShape, ...insightShape, ...rawShape }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ channel: sideSchema, ...utteranceShape }),
    upgrade: channelToSpeaker,
  }),
});
