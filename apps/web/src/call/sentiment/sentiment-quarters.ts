import type { SentimentSeries } from './sentiment-series.js';

/** A quarter of the call, with one participant's average in it. */
export interface SentimentQuarter {
  readonly fromMs: number;
  readonly toMs: number;
  /** Null when the participant has no scored line that begins in this quarter. */
  readonly score: number | null;
}

const quarterCount = 4;

/** A participant's average in each quarter of the call. A longer line counts more, as in the average over the call. */
export function sentimentByQuarter(series: SentimentSeries, participantId: string, callMs: number): SentimentQuarter[] {
  const speaker = series.speakers.findIndex(({ id }) => id === participantId);
  const scores = series.scores[speaker] ?? [];
  const sums = Array.from({ length: quarterCount }, () => ({ weighted: 0, weight: 0 }));
  scores.forEach((score, at) => {
    const startMs = (series.seconds[at] ?? 0) * 1000;
    const sum = sums[Math.min(quarterCount - 1, Math.floor((quarterCount * startMs) / Math.max(1, callMs)))];
    if (score === null || !sum) return;
    const weight = Math.max(1, series.durationsMs[at] ?? 1);
    sum.weighted += score * weight;
    sum.weight += weight;
  });
  return sums.map(({ weighted, weight }, at) => ({
    fromMs: (at * callMs) / quarterCount,
    toMs: ((at + 1) * callMs) / quarterCount,
    score: weight === 0 ? null : weighted / weight,
  }));
}
