import type { Histogram, Metrics } from '@earshot/ports';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Measures how long messages take to become safe on the servers, by topic. */
export const publishHistogram = (metrics: Metrics): Histogram =>
  metrics.histogram('earshot_bus_publish_seconds', 'Time until a published message is safe', BUCKETS_SECONDS, [
    'topic',
  ]);
