import type { ParticipantMetrics } from '@earshot/contracts';

/** The weighted sentiment of the customers, as lists show it. A customer who talks longer counts more. */
export function customerSentimentOf(participants: readonly ParticipantMetrics[]): number | null {
  const scored = participants.flatMap(({ role, weightedSentiment: score, talkMs }) =>
    role === 'CUSTOMER' && score !== null ? [{ score, weight: Math.max(1, talkMs) }] : [],
  );
  const [first, ...others] = scored;
  // The mean of a single score would differ from it by rounding.
  if (first === undefined || others.length === 0) return first?.score ?? null;
  const total = scored.reduce((sum, { weight }) => sum + weight, 0);
  return scored.reduce((sum, { score, weight }) => sum + score * weight, 0) / total;
}
