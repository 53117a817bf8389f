import type { EventData } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain/redaction';
import type { Logger, SegmentView } from '@earshot/ports';
import type { SpokenText } from '../hook/find-marked-again.js';
import { movePlaceholders } from '../hook/move-placeholders.js';
import type { CreateRedactor, EnrichedCall } from '../call/enriched-call.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';

/** `segment` is null when redaction failed: then no word of it may be published. */
interface RedactionOutcome {
  readonly segment: RedactedSegment | null;
  /** Earlier finals in which redaction hides something else now. */
  readonly corrections: readonly RedactedSegment[];
}

type RedactionMetrics = Pick<EnrichmentMetrics, 'redactions' | 'corrections' | 'redactionFailures' | 'stepFailures'>;

/** Bound of the event, see `segment.enriched`. */
const MAX_REDACTIONS = 1_000;

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
      return this.reportFailure(call, raw, error);
    }
  }

  /**
   * Redacts what a customer's program made of a segment. A second redactor of the call reads the texts as they are shown, so that the
   * first one still knows what was said.
   */
  redactAnswer(call: EnrichedCall, segment: RedactedSegment, answer: SpokenText): RedactionOutcome {
    const { redactions: before, issues: _issues, ...source } = segment;
    try {
      const redactor = (call.shownRedactor ??= this.createRedactor());
      if (answer.text === segment.text) {
        if (!segment.isPartial) redactor.recall({ ...source, words: [...source.words] });
        return { segment, corrections: [] };
      }
      // Nothing is known about when the new words were said.
      const { segment: shown, corrections } = redactor.redact({ ...source, ...answer, words: [] });
      const redactions = [...movePlaceholders(before, shown.text), ...shown.redactions].slice(0, MAX_REDACTIONS);
      return { segment: { ...shown, redactions }, corrections };
    } catch (error) {
      call.shownRedactor = null;
      return this.reportFailure(call, segment, error);
    }
  }

  /** Redacts a text that is shown nowhere, without the memory of a call. Returns an empty text when that fails. */
  redactAlone(segment: RedactedSegment, answer: SpokenText): string {
    const { redactions: _redactions, issues: _issues, ...source } = segment;
    try {
      return this.createRedactor().redact({ ...source, ...answer, words: [] }).segment.text;
    } catch {
      this.metrics.redactionFailures.add();
      return '';
    }
  }

  /** Tells the call's redactor what was said before, so that it recognises digits that continue. */
  recallFinals(call: EnrichedCall, finals: readonly SegmentView[]): void {
    for (const { id: segmentId, callId: _callId, ...stored } of finals) {
      const { sentiment: _label, sentimentScore: _score, sentimentEngine: _engine, issues, ...final } = stored;
      try {
        const known = { ...final, segmentId, words: [...final.words], issues: [...issues] };
        call.redactor.recall(known);
        call.shownRedactor?.recall(known);
      } catch (error) {
        call.redactor = this.createRedactor();
        this.metrics.stepFailures.add(1, { step: 'take-over' });
        this.logger.error({ segmentId, err: error }, 'redaction failed on a stored final');
      }
    }
  }

  private reportFailure(
    { callId }: EnrichedCall,
    { segmentId }: Pick<RedactedSegment, 'segmentId'>,
    error: unknown,
  ): RedactionOutcome {
    this.metrics.redactionFailures.add();
    this.logger.error({ callId, segmentId, err: error }, 'redaction failed');
    return { segment: null, corrections: [] };
  }

  private countRedactions({ redactions }: RedactedSegment, corrections: number): void {
    for (const { kind } of redactions) this.metrics.redactions.add(1, { kind });
    if (corrections > 0) this.metrics.corrections.add(corrections);
  }
}
