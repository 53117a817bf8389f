import type { EventData } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain/redaction';
import type { Logger, SegmentView } from '@earshot/ports';
import type { CreateRedactor, EnrichedCall } from '../call/enriched-call.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';

/** `segment` is null when redaction failed: then no word of it may be published. */
interface RedactionOutcome {
  readonly segment: RedactedSegment | null;
  /** Earlier finals in which redaction hides something else now. */
  readonly corrections: readonly RedactedSegment[];
}

type RedactionMetrics = Pick<EnrichmentMetrics, 'redactions' | 'corrections' | 'redactionFailures' | 'stepFailures'>;

/** Removes private data from segments. It is the first step: no later step sees the raw words. */
export class RedactionStep {
  constructor(
    private readonly createRedactor: CreateRedactor,
    private readonly metrics: RedactionMetrics,
    private readonly logger: Logger,
  ) {}

  redactSegment(call: EnrichedCall, raw: EventData<'transcript.segment'>): RedactionOutcome {
    try {
      const { segment, corrections } = call.redactor.redact(raw);
      if (!raw.isPartial) this.countRedactions(segment, corrections.length);
      return { segment, corrections };
    } catch (error) {
      call.redactor = this.createRedactor();
      this.metrics.redactionFailures.add();
      const { callId } = call;
      this.logger.error({ callId, segmentId: raw.segmentId, err: error }, 'redaction failed');
      return { segment: null, corrections: [] };
    }
  }

  /** Tells the call's redactor what was said before, so that it recognises digits that continue. */
  recallFinals(call: EnrichedCall, finals: readonly SegmentView[]): void {
    for (const { id: segmentId, callId: _callId, ...stored } of finals) {
      const { sentiment: _label, sentimentScore: _score, sentimentEngine: _engine, issues, ...final } = stored;
      try {
        call.redactor.recall({ ...final, segmentId, words: [...final.words], issues: [...issues] });
      } catch (error) {
        call.redactor = this.createRedactor();
        this.metrics.stepFailures.add(1, { step: 'take-over' });
        this.logger.error({ segmentId, err: error }, 'redaction failed on a stored final');
      }
    }
  }

  private countRedactions({ redactions }: RedactedSegment, corrections: number): void {
    for (const { kind } of redactions) this.metrics.redactions.add(1, { kind });
    if (corrections > 0) this.metrics.corrections.add(corrections);
  }
}
