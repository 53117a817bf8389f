import type { BatchDetectSentimentItemResult, SentimentScore } from '@aws-sdk/client-comprehend';
import type { SentimentLabel } from '@earshot/contracts';
import type { Sentiment } from '@earshot/ports';

/** How sure Comprehend must be, from 0 to 1. */
export interface SentimentThresholds {
  readonly positive: number;
  readonly negative: number;
}

/** The name that segments show for the sentiments of Comprehend. */
export const COMPREHEND = 'comprehend';

const labels = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const;

/** Turns one result of Comprehend into a sentiment; null when the result is not complete. */
export function normalizeSentiment(
  { Sentiment: name, SentimentScore: scores }: BatchDetectSentimentItemResult,
  thresholds: SentimentThresholds,
): Sentiment | null {
  const label = labels.find((one) => one === name);
  if (label === undefined || !isProbability(scores?.Positive) || !isProbability(scores.Negative)) return null;
  return { label, score: scoreOf(label, scores, thresholds), engine: COMPREHEND };
}

/**
 * LCA's weighted sentiment. A clear negative probability outweighs the label. Null when Comprehend is not sure enough, and
 * for MIXED, which says nothing about a direction.
 */
function scoreOf(label: SentimentLabel, scores: SentimentScore, thresholds: SentimentThresholds): number | null {
  if (label === 'NEUTRAL') return 0;
  if (label === 'MIXED') return null;
  const { Positive: positive = 0, Negative: negative = 0 } = scores;
  if (label === 'NEGATIVE' || negative > thresholds.negative)
    return negative < thresholds.negative ? null : -5 * negative;
  return positive < thresholds.positive ? null : 5 * positive;
}

const isProbability = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 1;
