import type { EventData, EventOf } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain/redaction';
import type { Sentiment } from '@earshot/ports';
import type { CategoryStep } from '../categories/category-step.js';
import { movePlaceholders } from '../hook/move-placeholders.js';
import type { HookedFinal, TranscriptHookStep } from '../hook/transcript-hook-step.js';
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
    private readonly hook: TranscriptHookStep,
    private readonly sentiment: SentimentStep,
    private readonly categories: CategoryStep,
    private readonly metrics: MetricsStep,
  ) {}

  /** Never rejects: a message that fails for good would become a dead letter with its raw text. */
  async enrichSegment(call: EnrichedCall, event: SegmentEvent): Promise<UnpublishedEvent[]> {
    return event.data.isPartial ? this.enrichPartial(call, event) : this.enrichFinal(call, event);
  }

  private async enrichPartial(call: EnrichedCall, { data: raw }: SegmentEvent): Promise<UnpublishedEvent[]> {
    const { segment } = this.redaction.redactSegment(call, raw);
    call.revisions.setPartial(raw.segmentId, raw.revision);
    if (segment === null || !this.pii.showsPartials) return [];
    const shown = await this.hook.rewritePartial(call, segment, raw);
    return shown === null ? [] : [createEnriched(call, shown, null)];
  }

  private async enrichFinal(call: EnrichedCall, { data, occurredAtMs }: SegmentEvent): Promise<UnpublishedEvent[]> {
    const { raw, isUnmarked } = await this.pii.markFinal(data);
    const { redacted, isFirstFinal, events } = await this.redactFinal(call, raw, occurredAtMs);
    if (isUnmarked) events.push(...reportUnmarked(call, occurredAtMs));
    const hooked = redacted === null ? null : await this.hook.rewriteFinal(call, redacted, raw);
    if (hooked !== null) events.push(...this.createHookEvents(call, hooked, occurredAtMs));
    const segment = hooked?.segment ?? createUnreadable(call.roles.withRole(raw), redacted);
    // The words say how sure the engine was, whatever a hook made of the text.
    const spoken = { ...segment, words: (redacted ?? segment).words };
    const sentiment =
      hooked === null ? null : await this.sentiment.scoreFinal({ ...spoken, text: hooked.sentimentText });
    events.push(createEnriched(call, segment, sentiment));
    if (!isFirstFinal) this.metrics.recountFinal(call, segment);
    // The store refuses a doubled final, so it counts for nothing.
    else if (!call.finalSpans.isDoubled(segment.track, segment))
      events.push(...this.countFinal(call, spoken, sentiment));
    return events;
  }

  /** Redacts a final and names its speaker. `events` come before the final. */
  private async redactFinal(call: EnrichedCall, raw: EventData<'transcript.segment'>, occurredAtMs: number) {
    const { segment, corrections } = this.redaction.redactSegment(call, raw);
    const isFirstFinal = !call.revisions.isFinal(raw.segmentId);
    call.revisions.setFinal(raw.segmentId, raw.revision);
    const events: UnpublishedEvent[] = [];
    for (const correction of corrections) events.push(...(await this.correctFinal(call, correction, occurredAtMs)));
    if (segment === null) events.push(createRedactionProblem(call, occurredAtMs));
    else if (isFirstFinal) events.push(...findRoles(call, segment, occurredAtMs));
    return { redacted: segment && call.roles.withRole(segment), isFirstFinal, events };
  }

  private countFinal(call: EnrichedCall, segment: RedactedSegment, sentiment: Sentiment | null): UnpublishedEvent[] {
    call.finalSpans.add(segment.track, segment);
    const matched = this.categories.matchFinal(call, segment);
    this.metrics.countFinal(call, segment, sentiment);
    return createFollowUps(call, segment, matched);
  }

  /** An earlier final that redaction changed passes the hook again: the text that the hook made of it before is out of date. */
  private async correctFinal(
    call: EnrichedCall,
    correction: RedactedSegment,
    occurredAtMs: number,
  ): Promise<UnpublishedEvent[]> {
    const hooked = await this.hook.rewriteFinal(call, correction);
    const segment = hooked.segment ?? createUnreadable(correction, correction);
    return [...this.createHookEvents(call, hooked, occurredAtMs), this.createCorrection(call, segment)];
  }

  private createHookEvents(call: EnrichedCall, hooked: HookedFinal, occurredAtMs: number): UnpublishedEvent[] {
    const events = hooked.corrections.map((correction) => this.createCorrection(call, correction));
    if (hooked.segment === null) events.push(createRedactionProblem(call, occurredAtMs));
    if (hooked.isUnanswered) events.push(...reportUnanswered(call, occurredAtMs));
    return events;
  }

  /** An earlier final, published again because redaction hides something else in it now. Two redactors may correct the same final. */
  private createCorrection(call: EnrichedCall, correction: RedactedSegment): UnpublishedEvent {
    const { segmentId } = correction;
    const revision = Math.max(correction.revision, call.revisions.finalRevision(segmentId) + 1);
    call.revisions.setFinal(segmentId, revision);
    this.metrics.recountFinal(call, correction);
    const sentiment = call.findCountedFinal(segmentId)?.sentiment ?? null;
    return createEnriched(call, { ...correction, revision }, sentiment);
  }
}

/** Announces the roles that this final makes certain. The metrics have them from now on. */
function findRoles(call: EnrichedCall, final: RedactedSegment, occurredAtMs: number): UnpublishedEvent[] {
  return call.roles.hearFinal(final).map((found) => {
    call.metrics.setRole(found.participantId, found.role);
    return call.events.createRoleFound(found, { startMs: final.startMs, occurredAtMs });
  });
}

/** A final without its words. What was heard in it stays muted. */
function createUnreadable(
  { entities: _entities, issues: _issues, ...raw }: EventData<'transcript.segment'>,
  redacted: RedactedSegment | null,
): RedactedSegment {
  return { ...raw, text: UNREADABLE, words: [], redactions: movePlaceholders(redacted?.redactions ?? [], UNREADABLE) };
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
function reportUnmarked(call: EnrichedCall, atMs: number): UnpublishedEvent[] {
  if (call.hasReportedUnmarked) return [];
  call.hasReportedUnmarked = true;
  const message = "Names and addresses in an utterance may be visible: only Earshot's own rules redacted it.";
  return [call.events.createProblem('PII_NOT_MARKED', message, atMs)];
}

/** A call shows this problem once, however many of its utterances the hook did not see. */
function reportUnanswered(call: EnrichedCall, atMs: number): UnpublishedEvent[] {
  if (call.hasReportedUnanswered) return [];
  call.hasReportedUnanswered = true;
  const message = 'The program that may change the transcript gave no usable answer. Some text is shown without it.';
  return [call.events.createProblem('TRANSCRIPT_HOOK_FAILED', message, atMs)];
}
