import type { Sentiment, Trend } from '@earshot/graphql-api';

export const sentimentLabels: Record<Sentiment, string> = {
  POSITIVE: 'Positive',
  NEGATIVE: 'Negative',
  NEUTRAL: 'Neutral',
  MIXED: 'Mixed',
};

export const trendLabels: Record<Trend, string> = { UP: 'rising', DOWN: 'falling', FLAT: 'steady' };

/** Scores from here on count as positive, scores from its negative down as negative. */
const neutralBelow = 0.5;

/** The sentiment of an average score from -5 to 5. */
export function classifyScore(score: number): 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' {
  if (score >= neutralBelow) return 'POSITIVE';
  return score <= -neutralBelow ? 'NEGATIVE' : 'NEUTRAL';
}

/** A score with its sign: `+1.2`, `−0.4`, `0.0`. */
export function formatScore(score: number): string {
  const digits = Math.abs(score).toFixed(1);
  if (digits === '0.0') return digits;
  return score < 0 ? `−${digits}` : `+${digits}`;
}
