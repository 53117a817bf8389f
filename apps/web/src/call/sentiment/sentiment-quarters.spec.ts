import { expect, it } from '@jest/globals';
import { sentimentByQuarter } from './sentiment-quarters.js';

const series = {
  speakers: [
    { id: 'ann', role: 'CUSTOMER' },
    { id: 'bob', role: 'AGENT' },
  ],
  seconds: [0, 5, 10, 95, 100],
  durationsMs: [1_000, 3_000, 1_000, 1_000, 1_000],
  scores: [
    [-4, 0, null, 2, null],
    [null, null, 3, null, 1],
  ],
} as const;
const scoresOf = (id: string, callMs: number) => sentimentByQuarter(series, id, callMs).map(({ score }) => score);

it('averages the lines that begin in each quarter of the call, by their length', () => {
  expect(scoresOf('ann', 100_000)).toEqual([-1, null, null, 2]);
});

it('divides the whole call, not the time in which a participant spoke', () => {
  expect(scoresOf('ann', 400_000)).toEqual([-0.4, null, null, null]);
  expect(sentimentByQuarter(series, 'bob', 400_000)[1]).toEqual({ fromMs: 100_000, toMs: 200_000, score: 1 });
});

it('counts a line that begins after the known length in the last quarter', () => {
  expect(scoresOf('bob', 40_000)).toEqual([null, 3, null, 1]);
});

it('has no scores for somebody who said nothing', () => {
  expect(scoresOf('nobody', 100_000)).toEqual([null, null, null, null]);
});
