import type { EnrichedCall } from '../call/enriched-call.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';

/** Shows on the call that its conversation metrics stay as they are, because this process cannot know all finals. */
export function reportIncompleteMetrics(
  call: EnrichedCall,
  atMs: number,
  metrics: Pick<EnrichmentMetrics, 'incompleteCalls'>,
): void {
  metrics.incompleteCalls.add();
  const message = 'The metrics of the call do not count everything that was said before another process took it over.';
  call.unpublished.addEvents([call.events.createProblem('FIGURES_INCOMPLETE', message, atMs)]);
}
