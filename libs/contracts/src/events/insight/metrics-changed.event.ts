import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { MAX_PARTICIPANTS, participantIdSchema, participantRoleSchema } from '../../participants.js';
import { MAX_TRACKS } from '../../tracks.js';
import { callMsSchema } from '../../units.js';
import { participantOfSide, sideSchema } from '../../version-1.js';

const score = z.number().min(-5).max(5);

const measuredShape = {
  talkMs: callMsSchema,
  words: z.number().int().min(0),
  wordsPerMinute: z.number().min(0),
  /** How often this participant began to speak while somebody else was speaking. */
  interruptions: z.number().int().min(0),
  /** Mean of the non-neutral scores, by LCA's formula; null before the first. */
  averageSentiment: score.nullable(),
  /** Mean of all scores weighted by their duration; null before the first. */
  weightedSentiment: score.nullable(),
  /** LCA's quarters of this participant's speech. */
  sentimentByQuarter: z.array(z.object({ fromMs: callMsSchema, toMs: callMsSchema, score })).max(4),
  /** The last quarter of the call compared with the time before, weighted by duration. */
  sentimentTrend: z.enum(['UP', 'DOWN', 'FLAT']).nullable(),
};

/** The metrics of one participant of the call so far. */
export const participantMetricsSchema = z.object({
  participantId: participantIdSchema,
  role: participantRoleSchema,
  ...measuredShape,
});
export type ParticipantMetrics = z.infer<typeof participantMetricsSchema>;

const conversationShape = {
  /** Grows with each change of this call's metrics. An older revision never replaces a newer one. */
  revision: z.number().int().min(1),
  /** Time in which nobody spoke, up to the last final. */
  silenceMs: callMsSchema,
  /** Time in which two or more spoke at once. */
  overlapMs: callMsSchema,
};

export const metricsChanged = defineEvent({
  type: 'metrics.changed',
  version: 2,
  says: 'The metrics of the conversation after one more final.',
  data: z.object({
    ...conversationShape,
    /** Everybody who spoke so far. */
    participants: z.array(participantMetricsSchema).max(MAX_PARTICIPANTS + MAX_TRACKS),
  }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({
      ...conversationShape,
      channels: z.array(z.object({ channel: sideSchema, ...measuredShape })).max(2),
    }),
    upgrade: ({ channels, ...conversation }) => ({
      ...conversation,
      participants: channels.map(({ channel, ...metrics }) => {
        const { id, role } = participantOfSide(channel);
        return { participantId: id, role, ...metrics };
      }),
    }),
  }),
});
