import { expect, it } from '@jest/globals';
import { meaningfulTrend } from './meaningful-trend.js';

it.each([
  [20_000, 30, 'UP'],
  [19_999, 300, null],
  [200_000, 29, null],
] as const)('after %d ms and %d words, the trend is %s', (talkMs, words, expected) => {
  expect(meaningfulTrend({ talkMs, words, sentimentTrend: 'UP' })).toBe(expected);
});

it('keeps that there is no trend', () => {
  expect(meaningfulTrend({ talkMs: 60_000, words: 90, sentimentTrend: null })).toBeNull();
});
