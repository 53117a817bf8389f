import type { CallRowFragment, Trend } from '@earshot/graphql-api';

/** The sentiment of the customers of a call. The score is null when nothing of theirs has one. */
export interface CustomerSentiment {
  readonly score: number | null;
  /** Null when the customer has no trend yet, and when several customers have a score. */
  readonly trend: Trend | null;
}

/** The average of the customers' scores. A customer who talks longer counts more. */
export function customerSentiment({ metrics }: Pick<CallRowFragment, 'metrics'>): CustomerSentiment {
  const customers = (metrics?.channels ?? []).flatMap(({ participant, talkMs, weightedSentiment, sentimentTrend }) =>
    participant.role === 'CUSTOMER' && weightedSentiment !== null
      ? [{ talkMs: Math.max(1, talkMs), score: weightedSentiment, trend: sentimentTrend }]
      : [],
  );
  const [first, ...others] = customers;
  if (first === undefined) return { score: null, trend: null };
  if (others.length === 0) return { score: first.score, trend: first.trend };
  const totalMs = customers.reduce((sum, { talkMs }) => sum + talkMs, 0);
  const score = customers.reduce((sum, customer) => sum + customer.score * (customer.talkMs / totalMs), 0);
  return { score, trend: null };
}
