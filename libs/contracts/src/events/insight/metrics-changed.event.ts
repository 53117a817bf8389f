import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

const score = z.number().min(-5).max(5);

/** What is known of one side of the call so far. */
export const channelMetricsSchema = z.object({
  channel: channelSchema,
  talkMs: callMsSchema,
  words: z.number().int().min(0),
  wordsPerMinute: z.number().min(0),
  /** Times this side began to speak while the other was speaking. */
  interruptions: z.number().int().min(0),
  /** Mean of the non-neutral scores, LCA's formula; null before the first. */
  averageSentiment: score.nullable(),
  /** Mean of all scores weighted by their duration; null before the first. */
  weightedSentiment: score.nullable(),
  /** LCA's quarters of this side's speech. */
  sentimentByQuarter: z.array(z.object({ fromMs: callMsSchema, toMs: callMsSchema, score })).max(4),
  /** Last quarter of the call against what came before, weighted by duration. */
  sentimentTrend: z.enum(['UP', 'DOWN', 'FLAT']).nullable(),
});
export type ChannelMetrics = z.infer<typeof channelMetricsSchema>;

export const metricsChanged = defineEvent({
  type: 'metrics.changed',
  version: 1,
  says: 'The running figures of the conversation after one more final.',
  data: z.object({
    /** Grows with each change of this call's figures; an older one never replaces a newer. */
    revision: z.number().int().min(1),
    /** Time in which nobody spoke, up to the last final. */
    silenceMs: callMsSchema,
    /** Time in which both spoke. */
    overlapMs: callMsSchema,
    channels: z.array(channelMetricsSchema).max(2),
  }),
});
