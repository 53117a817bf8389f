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
    const { segmentId, participantId, role, startMs, endMs, text } = final;
    try {
      const wordCount = countWords(text);
      call.rememberCountedFinal(segmentId, { participantId, wordCount, sentiment });
      const isMixed = sentiment?.label === 'MIXED';
      const score = sentiment?.score ?? null;
      call.metrics.add({ participantId, role, startMs, endMs, wordCount, score, isMixed });
    } catch (error) {
      this.metrics.stepFailures.add(1, { step: 'figures' });
      this.logger.error({ err: error }, 'counting a final in the conversation metrics failed');
    }
  }

  /** Corrects the word count of a counted final whose text changed. */
  recountFinal(call: EnrichedCall, { segmentId, text }: Pick<RedactedFinal, 'segmentId' | 'text'>): void {
    const counted = call.findCountedFinal(segmentId);
    if (counted === undefined) return;
    const wordCount = countWords(text);
    call.metrics.adjustWords(counted.participantId, wordCount - counted.wordCount);
    call.rememberCountedFinal(segmentId, { ...counted, wordCount });
  }
}

const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
