import { expect, it } from '@jest/globals';
import { aSegment, byCustomer } from '../../../test/support/builders.js';
import { emptyTranscript, mergeSegment } from '../transcript/transcript.js';
import { sentimentByQuarter } from './sentiment-quarters.js';
import { buildSentimentSeries } from './sentiment-series.js';

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

it('leaves out lines without a score, also when all lines of a quarter have none', () => {
  const line = (startMs: number, sentimentScore: number | null) =>
    aSegment({ id: `0-0-${startMs}`, startMs, endMs: startMs + 1_000, sentimentScore });
  const lines = [line(0, -4), line(5_000, null), line(30_000, null), line(60_000, 3), line(65_000, null)];
  const built = buildSentimentSeries(lines.reduce(mergeSegment, emptyTranscript));
  const quarters = sentimentByQuarter(built, byCustomer.participant.id, 100_000);
  expect(quarters.map(({ score }) => score)).toEqual([-4, null, 3, null]);
});

it('has no scores for somebody who said nothing', () => {
  expect(scoresOf('nobody', 100_000)).toEqual([null, null, null, null]);
});
