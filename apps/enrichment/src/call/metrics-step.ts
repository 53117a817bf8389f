import type { Logger, Sentiment } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { EnrichedCall } from './enriched-call.js';
import type { RedactedFinal } from './redacted-final.js';

/** Counts finals in the conversation metrics of their call. */
export class MetricsStep {
  constructor(
    private readonly metrics: Pick<EnrichmentMetrics, 'stepFailures'>,
    private readonly logger: Logger,
  ) {}

  /** Never throws. */
  countFinal(call: EnrichedCall, final: RedactedFinal, sentiment: Sentiment | null): void {
    const { segmentId, channel, startMs, endMs, text } = final;
    try {
      const wordCount = countWords(text);
      call.rememberCountedFinal(segmentId, { channel, wordCount, sentiment });
      const isMixed = sentiment?.label === 'MIXED';
      call.metrics.add({ channel, startMs, endMs, wordCount, score: sentiment?.score ?? null, isMixed });
    } catch (error) {
      this.metrics.stepFailures.add(1, { step: 'figures' });
      this.logger.error({ err: error }, 'counting a final in the conversation metrics failed');
    }
  }

  /** A final that was counted has another text now, and perhaps another number of words. */
  recountFinal(call: EnrichedCall, { segmentId, text }: Pick<RedactedFinal, 'segmentId' | 'text'>): void {
    const counted = call.findCountedFinal(segmentId);
    if (counted === undefined) return;
    const wordCount = countWords(text);
    call.metrics.adjustWords(counted.channel, wordCount - counted.wordCount);
    call.rememberCountedFinal(segmentId, { ...counted, wordCount });
  }
}

const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
