import type { EventData, EventOf } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain/redaction';
import type { Sentiment } from '@earshot/ports';
import type { CategoryStep } from '../categories/category-step.js';
import type { PiiStep } from '../redaction/pii-step.js';
import type { RedactionStep } from '../redaction/redaction-step.js';
import type { SentimentStep } from '../sentiment/sentiment-step.js';
import { createFollowUps } from './create-follow-ups.js';
import type { EnrichedCall } from './enriched-call.js';
import type { MetricsStep } from './metrics-step.js';
import type { UnpublishedEvent } from './unpublished-events.js';

type SegmentEvent = EventOf<'transcript.segment'>;

/** Replaces the words of a final that could not be redacted. */
const UNREADABLE = '[UNREADABLE]';

/**
 * Turns a segment into the events that enrichment publishes for it, in their order. Corrections and problems come before
 * the final: when the process dies in between, the next one sees from the stored final that they were published. Only
 * categories and metrics are published again (`TranscriptEnricher`).
 */
export class SegmentPipeline {
  constructor(
    private readonly pii: PiiStep,
    private readonly redaction: RedactionStep,
    private readonly sentiment: SentimentStep,
    private readonly categories: CategoryStep,
    private readonly metrics: MetricsStep,
  ) {}

  /** Never rejects: a message that fails for good would become a dead letter with its raw text. */
  async enrichSegment(call: EnrichedCall, event: SegmentEvent): Promise<UnpublishedEvent[]> {
    return event.data.isPartial ? this.enrichPartial(call, event) : this.enrichFinal(call, event);
  }

  private enrichPartial(call: EnrichedCall, { data: raw }: SegmentEvent): UnpublishedEvent[] {
    const { segment } = this.redaction.redactSegment(call, raw);
    call.revisions.setPartial(raw.segmentId, raw.revision);
    return segment === null || !this.pii.showsPartials ? [] : [createEnriched(call, segment, null)];
  }

  private async enrichFinal(call: EnrichedCall, { data, occurredAtMs }: SegmentEvent): Promise<UnpublishedEvent[]> {
    const { raw, isUnmarked } = await this.pii.markFinal(data);
    const { segment: redacted, corrections } = this.redaction.redactSegment(call, raw);
    const isFirstFinal = !call.revisions.isFinal(raw.segmentId);
    call.revisions.setFinal(raw.segmentId, raw.revision);
    const events = corrections.map((correction) => this.createCorrection(call, correction));
    if (redacted === null) events.push(createRedactionProblem(call, occurredAtMs));
    if (isUnmarked && !call.hasReportedUnmarked) {
      call.hasReportedUnmarked = true;
      events.push(createUnmarkedProblem(call, occurredAtMs));
    }
    const segment = redacted ?? createUnreadable(raw);
    const sentiment = redacted === null ? null : await this.sentiment.scoreFinal(segment);
    events.push(createEnriched(call, segment, sentiment));
    if (!isFirstFinal) this.metrics.recountFinal(call, segment);
    // The store refuses a doubled final, so it counts for nothing.
    else if (!call.finalSpans.isDoubled(segment.track, segment))
      events.push(...this.countFinal(call, segment, sentiment));
    return events;
  }

  private countFinal(call: EnrichedCall, segment: RedactedSegment, sentiment: Sentiment | null): UnpublishedEvent[] {
    call.finalSpans.add(segment.track, segment);
    const matched = this.categories.matchFinal(call, segment);
    this.metrics.countFinal(call, segment, sentiment);
    return createFollowUps(call, segment, matched);
  }

  /** An earlier final, published again because redaction hides something else in it now. */
  private createCorrection(call: EnrichedCall, correction: RedactedSegment): UnpublishedEvent {
    const { segmentId, revision } = correction;
    call.revisions.setFinal(segmentId, revision);
    this.metrics.recountFinal(call, correction);
    const sentiment = call.findCountedFinal(segmentId)?.sentiment ?? null;
    return createEnriched(call, correction, sentiment);
  }
}

/** A final without its words. */
function createUnreadable({
  entities: _entities,
  issues: _issues,
  ...raw
}: EventData<'transcript.segment'>): RedactedSegment {
  return { ...raw, text: UNREADABLE, words: [], redactions: [] };
}

function createEnriched(call: EnrichedCall, segment: RedactedSegment, sentiment: Sentiment | null): UnpublishedEvent {
  return call.events.createInsight('segment.enriched', { ...segment, ...(sentiment !== null && fieldsOf(sentiment)) });
}

const fieldsOf = ({ label, score, engine }: Sentiment): Partial<EventData<'segment.enriched'>> => ({
  sentiment: label,
  ...(score !== null && { sentimentScore: score }),
  ...(engine !== undefined && { sentimentEngine: engine }),
});

const createRedactionProblem = (call: EnrichedCall, atMs: number): UnpublishedEvent =>
  call.events.createProblem(
    'REDACTION_FAILED',
    'The words of an utterance could not be redacted and were left out.',
    atMs,
  );

/** A call shows this problem once, however many of its utterances were not marked. */
const createUnmarkedProblem = (call: EnrichedCall, atMs: number): UnpublishedEvent =>
  call.events.createProblem(
    'PII_NOT_MARKED',
    "Names and addresses in an utterance may be visible: only Earshot's own rules redacted it.",
    atMs,
  );
