import type { Metrics } from '@earshot/ports';

/** Enrichment's figures, names and labels in one place. */
export function createEnrichmentMetrics(metrics: Metrics) {
  const prefix = 'earshot_enrichment';
  return {
    segments: metrics.counter(`${prefix}_segments_total`, 'Segments published', ['kind']),
    redelivered: metrics.counter(
      `${prefix}_redelivered_total`,
      'Segments that had been published before and were passed over',
    ),
    redactions: metrics.counter(`${prefix}_redactions_total`, 'Placeholders in published finals', ['kind']),
    corrections: metrics.counter(`${prefix}_corrections_total`, 'Earlier finals of which more was removed later'),
    redactionFailures: metrics.counter(`${prefix}_redaction_failures_total`, 'Segments published as [UNREADABLE]'),
    withoutSentiment: metrics.counter(`${prefix}_without_sentiment_total`, 'Finals published without sentiment', [
      'cause',
    ]),
    categories: metrics.counter(`${prefix}_category_matches_total`, 'Categories matched', ['alert']),
    categoryReloads: metrics.counter(`${prefix}_category_reloads_total`, 'Times the categories file changed', [
      'result',
    ]),
    stepFailures: metrics.counter(`${prefix}_step_failures_total`, 'Figures or categories left out after an error', [
      'step',
    ]),
    incompleteCalls: metrics.counter(
      `${prefix}_incomplete_calls_total`,
      'Calls whose figures do not count everything that was said',
    ),
    takenOverCalls: metrics.counter(
      `${prefix}_taken_over_calls_total`,
      'Calls that another process had before, rebuilt from what is stored',
    ),
    tailFinals: metrics.counter(
      `${prefix}_tail_finals_total`,
      'Finals of another process that were stored only after a call was taken over',
    ),
    calls: metrics.gauge(`${prefix}_calls`, 'Calls held in memory'),
  };
}

export type EnrichmentMetrics = ReturnType<typeof createEnrichmentMetrics>;
