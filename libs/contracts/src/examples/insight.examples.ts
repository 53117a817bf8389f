import { exampleEvent, exampleSegmentId, exampleStartMs } from './example-call.js';

export const insightExamples = {
  'segment.enriched': exampleEvent('segment.enriched', 9_420, {
    segmentId: exampleSegmentId,
    channel: 'CUSTOMER',
    revision: 4,
    isPartial: false,
    startMs: 7_120,
    endMs: 9_010,
    text: 'it is [CARD]',
    words: [
      { text: 'it', startMs: 7_120, endMs: 7_250, confidence: 0.98 },
      { text: 'is', startMs: 7_250, endMs: 7_400, confidence: 0.97 },
      { text: '[CARD]', startMs: 7_400, endMs: 9_010 },
    ],
    engine: 'sherpa:zipformer-en-2023-06-26',
    recognizedAtMs: exampleStartMs + 9_380,
    redactions: [{ kind: 'CARD', startChar: 6, endChar: 12 }],
    sentiment: 'NEUTRAL',
    sentimentScore: 0,
  }),
  'category.matched': exampleEvent('category.matched', 31_200, {
    category: 'refund',
    isAlert: true,
    segmentId: exampleSegmentId,
    channel: 'CUSTOMER',
    atMs: 30_900,
  }),
  'metrics.changed': exampleEvent('metrics.changed', 31_200, {
    revision: 12,
    silenceMs: 3_400,
    overlapMs: 620,
    channels: [
      {
        channel: 'CUSTOMER',
        talkMs: 14_200,
        words: 38,
        wordsPerMinute: 160.5,
        interruptions: 1,
        averageSentiment: -1.4,
        weightedSentiment: -0.8,
        sentimentByQuarter: [{ fromMs: 7_120, toMs: 30_900, score: -1.4 }],
        sentimentTrend: 'DOWN',
      },
      {
        channel: 'AGENT',
        talkMs: 12_900,
        words: 41,
        wordsPerMinute: 190.7,
        interruptions: 0,
        averageSentiment: null,
        weightedSentiment: 0.2,
        sentimentByQuarter: [],
        sentimentTrend: null,
      },
    ],
  }),
};
