import { describe, expect, it } from '@jest/globals';
import { emptyTranscript, mergeSegment } from '../transcript/transcript.js';
import { buildSentimentSeries, isSameSeries } from './sentiment-series.js';
import { aSegment } from '../../../test/support/builders.js';

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
