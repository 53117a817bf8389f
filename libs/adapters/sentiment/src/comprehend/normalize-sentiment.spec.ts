import { describe, expect, it } from '@jest/globals';
import { normalizeSentiment } from './normalize-sentiment.js';

const thresholds = { positive: 0.4, negative: 0.9 };
const score = (label: string, positive: number, negative: number, limits = thresholds) =>
  normalizeSentiment(
    { Sentiment: label as never, SentimentScore: { Positive: positive, Negative: negative, Neutral: 0, Mixed: 0 } },
    limits,
  );

describe('normalizeSentiment weighs as LCA', () => {
  it.each([
    ['POSITIVE', 0.8, 0.1, 4],
    ['POSITIVE', 0.4, 0.1, 2],
    ['POSITIVE', 0.39, 0.1, null],
    ['NEGATIVE', 0, 0.96, -4.8],
    ['NEGATIVE', 0, 0.9, -4.5],
    ['NEGATIVE', 0.05, 0.85, null],
    ['NEUTRAL', 0.1, 0.1, 0],
    ['MIXED', 0.4, 0.95, null],
  ])('%s with positive %d and negative %d scores %p', (label, positive, negative, expected) => {
    expect(score(label, positive, negative)).toEqual({ label, score: expected, engine: 'comprehend' });
  });

  it('lets a clear negative probability outweigh the label POSITIVE', () => {
    expect(score('POSITIVE', 0.5, 0.45, { positive: 0.4, negative: 0.4 })).toMatchObject({
      label: 'POSITIVE',
      score: -2.25,
    });
  });

  it.each([
    [{ Sentiment: 'ANGRY' as never, SentimentScore: { Positive: 1, Negative: 0 } }],
    [{ Sentiment: 'POSITIVE' as const }],
    [{ Sentiment: 'POSITIVE' as const, SentimentScore: { Positive: 7, Negative: 0 } }],
    [{}],
  ])('gives nothing for the incomplete result %j', (result) => {
    expect(normalizeSentiment(result, thresholds)).toBeNull();
  });
});
