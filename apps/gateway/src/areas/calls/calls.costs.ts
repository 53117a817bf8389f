import type { QueryCosts } from '../../platform/limits/query-costs.js';
import { MAX_CALLS_PAGE } from './calls.arguments.js';

export const callsCosts: QueryCosts = {
  weights: { calls: 50, call: 10, categoryMatches: 10 },
  pages: { calls: { default: 25, max: MAX_CALLS_PAGE } },
  listLengths: {
    categories: 1,
    categoryMatches: 10,
    ledger: 3,
    gaps: 5,
    pauses: 2,
    pauseChanges: 2,
    failures: 1,
    unrecorded: 1,
    problems: 3,
    speechWithoutWords: 2,
    channels: 3,
    sentimentByQuarter: 4,
    metadata: 5,
  },
};
