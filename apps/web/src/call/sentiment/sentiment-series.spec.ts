import { describe, expect, it } from '@jest/globals';
import type { Segment } from '../transcript/segment-index.js';
import { emptyTranscript, mergeSegment } from '../transcript/transcript.js';
import { buildSentimentSeries, isSameSeries } from './sentiment-series.js';

const aSegment = (over: Partial<Segment>): Segment => ({
  id: 'c-0-1',
  callId: 'call',
  revision: 1,
  channel: 'CUSTOMER',
  startMs: 0,
  endMs: 900,
  text: 'hello',
  words: [],
  isPartial: false,
  engine: 'scripted',
  sentiment: null,
  sentimentScore: null,
  recognizedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

const transcript = [
  aSegment({ id: 'c-1', startMs: 1_500, sentimentScore: -2 }),
  aSegment({ id: 'a-1', channel: 'AGENT', startMs: 4_000, sentimentScore: 3 }),
  aSegment({ id: 'c-2', startMs: 6_000 }),
  aSegment({ id: 'c-3', startMs: 8_000, isPartial: true, sentimentScore: 1 }),
].reduce(mergeSegment, emptyTranscript);

describe('buildSentimentSeries', () => {
  it('has one point per scored final, in the line of its speaker', () => {
    expect(buildSentimentSeries(transcript)).toEqual([
      [1.5, 4],
      [-2, null],
      [null, 3],
    ]);
  });
});

describe('isSameSeries', () => {
  it('compares every point', () => {
    const series = buildSentimentSeries(transcript);
    expect(isSameSeries(series, structuredClone(series))).toBe(true);
    expect(
      isSameSeries(series, [
        [1.5, 4],
        [-1, null],
        [null, 3],
      ]),
    ).toBe(false);
    expect(isSameSeries(series, [[1.5], [-2], [null]])).toBe(false);
  });
});
