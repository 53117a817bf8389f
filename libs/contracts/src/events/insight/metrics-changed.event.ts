import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

const score = z.number().min(-5).max(5);

/** The metrics of one side of the call so far. */
export const channelMetricsSchema = z.object({
  channel: channelSchema,
  talkMs: callMsSchema,
  words: z.number().int().min(0),
  wordsPerMinute: z.number().min(0),
  /** How often this side began to speak while the other side was speaking. */
  interruptions: z.number().int().min(0),
  /** Mean of the non-neutral scores, by LCA's formula; null before the first. */
  averageSentiment: score.nullable(),
  /** Mean of all scores weighted by their duration; null before the first. */
  weightedSentiment: score.nullable(),
  /** LCA's quarters of this side's speech. */
  sentimentByQuarter: z.array(z.object({ fromMs: callMsSchema, toMs: callMsSchema, score })).max(4),
  /** The last quarter of the call compared with the time before, weighted by duration. */
  sentimentTrend: z.enum(['UP', 'DOWN', 'FLAT']).nullable(),
});
export type ChannelMetrics = z.infer<typeof channelMetricsSchema>;

export const metricsChanged = defineEvent({
  type: 'metrics.changed',
  version: 1,
  says: 'The metrics of the conversation after one more final.',
  data: z.object({
    /** Grows with each change of this call's metrics. An older revision never replaces a newer one. */
    revision: z.number().int().min(1),
    /** Time in which nobody spoke, up to the last final. */
    silenceMs: callMsSchema,
    /** Time in which both sides spoke. */
    overlapMs: callMsSchema,
    channels: z.array(channelMetricsSchema).max(2),
  }),
});
