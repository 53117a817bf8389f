import { isUncertain, type MatchedCategory } from '@earshot/domain';
import type { Logger } from '@earshot/ports';
import type { EnrichedCall } from '../call/enriched-call.js';
import type { RedactedFinal } from '../call/redacted-final.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { CategorySource } from './watched-categories.js';

/** Matches finals that are certain against the categories and updates the category memory of the call. Never throws. */
export class CategoryStep {
  constructor(
    private readonly source: CategorySource,
    private readonly metrics: Pick<EnrichmentMetrics, 'categories' | 'stepFailures'>,
    private readonly logger: Logger,
    private readonly minConfidence: number,
  ) {}

  matchFinal(call: EnrichedCall, final: RedactedFinal): readonly MatchedCategory[] {
    const matched = this.matchStoredFinal(call, final);
    for (const { isAlert } of matched) this.metrics.categories.add(1, { alert: String(isAlert) });
    return matched;
  }

  /** Matches a final that another process published; the metric counted its matches there. */
  matchStoredFinal(call: EnrichedCall, final: RedactedFinal): readonly MatchedCategory[] {
    const { segmentId, role, startMs, text, words } = final;
    if (isUncertain(words, this.minConfidence)) return [];
    try {
      const matcher = this.source.currentMatcher();
      return matcher.match({ role, startMs, text }, call.categoryMemoryFor(matcher));
    } catch (error) {
      this.metrics.stepFailures.add(1, { step: 'categories' });
      this.logger.error({ err: error, segmentId }, 'matching categories failed');
      return [];
    }
  }
}
