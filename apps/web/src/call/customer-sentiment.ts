import type { CallRowFragment, Trend } from '@earshot/graphql-api';

import { meaningfulTrend } from './meaningful-trend.js';

/** The sentiment of the customers of a call. The score is null when nothing of theirs has one. */
export interface CustomerSentiment {
  readonly score: number | null;
  /** Null when the customer has said too little for a trend, and when several customers have a score. */
  readonly trend: Trend | null;
}

/** The average of the customers' scores. A customer who talks longer counts more. */
export function customerSentiment({ metrics }: Pick<CallRowFragment, 'metrics'>): CustomerSentiment {
  const customers = (metrics?.channels ?? []).flatMap((figures) =>
    figures.participant.role === 'CUSTOMER' && figures.weightedSentiment !== null
      ? [
          {
            talkMs: Math.max(1, figures.talkMs),
            score: figures.weightedSentiment,
            trend: meaningfulTrend(figures),
          },
        ]
      : [],
  );
  const [first, ...others] = customers;
  if (first === undefined) return { score: null, trend: null };
  if (others.length === 0) return { score: first.score, trend: first.trend };
  const totalMs = customers.reduce((sum, { talkMs }) => sum + talkMs, 0);
  const score = customers.reduce((sum, customer) => sum + customer.score * (customer.talkMs / totalMs), 0);
  return { score, trend: null };
}
