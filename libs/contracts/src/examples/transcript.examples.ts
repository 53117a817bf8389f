import { exampleEvent, exampleSegmentId, exampleSpeaker, exampleStartMs } from './example-call.js';

export const transcriptExamples = {
  'transcript.segment': exampleEvent('transcript.segment', 9_400, {
    segmentId: exampleSegmentId,
    ...exampleSpeaker('CUSTOMER'),
    revision: 4,
    isPartial: false,
    startMs: 7_120,
    endMs: 9_010,
    text: 'it is 4111 1111 1111 1111',
    words: [
      { text: 'it', startMs: 7_120, endMs: 7_250, confidence: 0.98 },
      { text: 'is', startMs: 7_250, endMs: 7_400, confidence: 0.97 },
      { text: '4111', startMs: 7_400, endMs: 7_800, confidence: 0.91 },
      { text: '1111', startMs: 7_800, endMs: 8_200, confidence: 0.92 },
      { text: '1111', startMs: 8_200, endMs: 8_600, confidence: 0.9 },
      { text: '1111', startMs: 8_600, endMs: 9_010 },
    ],
    areWordTimesEstimated: false,
    engine: 'sherpa:zipformer-en-2023-06-26',
    language: 'en',
    entities: [{ kind: 'CARD', startChar: 6, endChar: 25 }],
    recognizedAtMs: exampleStartMs + 9_380,
  }),
  'transcript.engine-selected': exampleEvent('transcript.engine-selected', 150, {
    engine: 'sherpa:zipformer-en-2023-06-26',
    reason: 'its model zipformer-en-2023-06-26 is here',
  }),
  'transcript.covered': exampleEvent('transcript.covered', 9_400, {
    track: 0,
    fromMs: 4_000,
    toMs: 9_010,
    engine: 'sherpa:zipformer-en-2023-06-26',
    pricePerMinute: 0.024,
  }),
  'transcript.gap': exampleEvent('transcript.gap', 24_600, {
    track: 0,
    fromMs: 20_000,
    toMs: 24_500,
    reason: 'ENGINE_OVERLOADED',
  }),
  'transcript.wordless': exampleEvent('transcript.wordless', 66_000, {
    track: 0,
    fromMs: 62_000,
    toMs: 65_000,
    engine: 'moonshine:moonshine-base-en',
  }),
  'transcript.completed': exampleEvent('transcript.completed', 181_000, { durationMs: 180_000 }),
};
