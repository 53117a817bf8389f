import type { Metrics } from '@earshot/ports';

/** The metrics of enrichment, with their names and labels. */
export function createEnrichmentMetrics(metrics: Metrics) {
  const prefix = 'earshot_enrichment';
  return {
    segments: metrics.counter(`${prefix}_segments_total`, 'Segments published', ['kind']),
    redelivered: metrics.counter(
      `${prefix}_redelivered_total`,
      'Redelivered segments that were skipped because they had been published before',
    ),
    redactions: metrics.counter(`${prefix}_redactions_total`, 'Placeholders in published finals', ['kind']),
    corrections: metrics.counter(
      `${prefix}_corrections_total`,
      'Earlier finals that were published again because redaction hides something else in them',
    ),
    redactionFailures: metrics.counter(
      `${prefix}_redaction_failures_total`,
      'Segments that could not be redacted; finals are published as [UNREADABLE]',
    ),
    unmarkedFinals: metrics.counter(
      `${prefix}_unmarked_finals_total`,
      'Finals in which the PII engine marked nothing, because of its failure, its timeout or their language',
      ['cause'],
    ),
    withoutSentiment: metrics.counter(`${prefix}_without_sentiment_total`, 'Finals published without sentiment', [
      'cause',
    ]),
    categories: metrics.counter(`${prefix}_category_matches_total`, 'Categories matched', ['alert']),
    categoryReloads: metrics.counter(`${prefix}_category_reloads_total`, 'Changes of the categories file', ['result']),
    stepFailures: metrics.counter(
      `${prefix}_step_failures_total`,
      'Finals that were left out of metrics, categories or redaction memory after an error',
      ['step'],
    ),
    incompleteCalls: metrics.counter(
      `${prefix}_incomplete_calls_total`,
      'Calls whose conversation metrics do not count all finals',
    ),
    takenOverCalls: metrics.counter(
      `${prefix}_taken_over_calls_total`,
      'Calls taken over from another process and rebuilt from stored finals',
    ),
    lateFinals: metrics.counter(
      `${prefix}_tail_finals_total`,
      'Finals of another process that were stored only after the takeover of their call',
    ),
    calls: metrics.gauge(`${prefix}_calls`, 'Calls held in memory'),
  };
}

export type EnrichmentMetrics = ReturnType<typeof createEnrichmentMetrics>;
