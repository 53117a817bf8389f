import { describe, expect, it } from '@jest/globals';
import { emptyTranscript, mergeSegment } from '../transcript/transcript.js';
import { buildSentimentSeries, isSameSeries } from './sentiment-series.js';
import { aSegment, byAgent, byCustomer, bySupervisor } from '../../../test/support/builders.js';

const transcript = [
  aSegment({ id: '0-1', startMs: 1_500, sentimentScore: -2 }),
  aSegment({ id: '1-1', ...byAgent, startMs: 4_000, sentimentScore: 3 }),
  aSegment({ id: '0-2', startMs: 6_000 }),
  aSegment({ id: '0-3', startMs: 8_000, isPartial: true, sentimentScore: 1 }),
].reduce(mergeSegment, emptyTranscript);

const { participant: customer } = byCustomer;
const { participant: agent } = byAgent;
const { participant: supervisor } = bySupervisor;

describe('buildSentimentSeries', () => {
  it('has one point per scored final, in the line of its speaker', () => {
    expect(buildSentimentSeries(transcript)).toEqual({
      speakers: [customer, agent],
      seconds: [1.5, 4],
      durationsMs: transcript.blocks.flatMap(({ lines }) =>
        lines
          .filter((line) => !line.isPartial && line.sentimentScore !== null)
          .map((line) => line.endMs - line.startMs),
      ),
      scores: [
        [-2, null],
        [null, 3],
      ],
    });
  });

  it('adds a line when a third speaker joins, also on a track that somebody else had', () => {
    const joined = [
      aSegment({ id: '1-9', track: 1, participant: supervisor, startMs: 9_000, sentimentScore: -1 }),
      aSegment({ id: '2-1', ...bySupervisor, startMs: 10_000, sentimentScore: 2 }),
    ].reduce(mergeSegment, transcript);
    expect(buildSentimentSeries(joined)).toEqual({
      speakers: [customer, agent, supervisor],
      seconds: [1.5, 4, 9, 10],
      durationsMs: expect.any(Array),
      scores: [
        [-2, null, null, null],
        [null, 3, null, null],
        [null, null, -1, 2],
      ],
    });
  });
});

describe('isSameSeries', () => {
  const series = buildSentimentSeries(transcript);

  it('is true for a copy', () => {
    expect(isSameSeries(series, structuredClone(series))).toBe(true);
  });

  it.each([
    ['another score', { ...series, scores: [[-1, null], series.scores[1] ?? []] }],
    ['another time', { ...series, seconds: [1.5, 5] }],
    ['another length', { ...series, durationsMs: [1, 2] }],
    ['a point less', { ...series, seconds: [1.5], scores: [[-2], [null]] }],
    ['another speaker', { ...series, speakers: [customer, supervisor] }],
    [
      'a speaker more',
      { ...series, speakers: [customer, agent, supervisor], scores: [...series.scores, [null, null]] },
    ],
  ])('is false for %s', (_what, other) => {
    expect(isSameSeries(series, other)).toBe(false);
  });
});
