import { makeEvent, type CallId, type EventData, type EventOf, type JsonEventType } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain';
import type { Clock, Logger, NewId, Sentiment } from '@earshot/ports';
import type { CategorySource } from '../categories/watched-categories.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import { scoreInTime, type Scoring } from '../sentiment/score-in-time.js';
import type { CallState, CreateRedactor } from './call-state.js';
import type { Outgoing } from './outbox.js';

/** What enriching uses; the same for all calls. */
export interface EnrichmentTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: EnrichmentMetrics;
  readonly scoring: Scoring;
  readonly categories: CategorySource;
  readonly createRedactor: CreateRedactor;
}

type RawSegment = EventData<'transcript.segment'>;

/** Stands for the words of a final that could not be redacted. */
export const UNREADABLE = '[UNREADABLE]';

/**
 * Everything a segment leads to, in the order it is published. Redaction comes first and alone sees the raw words.
 * Never throws: a thrown error would set the message aside with its raw text.
 */
export async function enrichSegment(
  call: CallState,
  callId: CallId,
  raw: RawSegment,
  tools: EnrichmentTools,
): Promise<Outgoing[]> {
  const make = makerOf(callId, tools);
  const redacted = redactOrHide(call, callId, raw, tools);
  if (raw.isPartial) {
    call.revisions.setOpen(raw.segmentId, raw.revision);
    return redacted.segment === null ? [] : [make.insight('segment.enriched', redacted.segment)];
  }
  const segment = redacted.segment ?? { ...raw, text: UNREADABLE, words: [], redactions: [] };
  const isFirstFinal = !call.revisions.isFinal(raw.segmentId);
  call.revisions.setFinal(raw.segmentId, raw.revision);
  for (const { segmentId, revision } of redacted.corrections) call.revisions.setFinal(segmentId, revision);
  const sentiment = redacted.segment === null ? null : await scoreInTime(segment.text, segment.channel, tools.scoring);
  if (sentiment !== null) call.keepSentiment(segment.segmentId, sentiment);
  const outgoing: Outgoing[] = redacted.corrections.map((one) =>
    make.insight('segment.enriched', withSentiment(one, call.sentimentOf(one.segmentId))),
  );
  outgoing.push(make.insight('segment.enriched', withSentiment(segment, sentiment ?? undefined)));
  if (redacted.segment === null)
    outgoing.push(
      make.problem('REDACTION_FAILED', 'The words of an utterance could not be redacted and were left out.'),
    );
  if (isFirstFinal)
    outgoing.push(...categoriesOf(call, segment, make, tools), ...figuresOf(call, segment, sentiment, make, tools));
  count(segment, redacted.corrections.length, tools.metrics);
  return outgoing;
}

type Maker = ReturnType<typeof makerOf>;

function makerOf(callId: CallId, { clock, newId }: EnrichmentTools) {
  const event = <T extends JsonEventType>(type: T, data: EventData<T>) =>
    makeEvent(type, callId, data, { id: newId(), occurredAtMs: clock.nowMs() }) as EventOf<T>;
  return {
    insight: <T extends 'segment.enriched' | 'category.matched' | 'metrics.changed'>(
      type: T,
      data: EventData<T>,
    ): Outgoing => ({
      topic: 'calls.insight',
      event: event(type, data) as never,
    }),
    problem: (code: string, message: string): Outgoing => ({
      topic: 'calls.lifecycle',
      event: event('processing.failed', { stage: 'enrichment', code, message }),
    }),
  };
}

/** The redacted segment; null when redaction failed, which is a defect and must not let raw words through. */
function redactOrHide(
  call: CallState,
  callId: CallId,
  raw: RawSegment,
  { logger, metrics, createRedactor }: EnrichmentTools,
): { segment: RedactedSegment | null; corrections: RedactedSegment[] } {
  try {
    return call.redactor.redact(raw);
  } catch (error) {
    call.redactor = createRedactor();
    metrics.redactionFailures.add();
    // The error's own text might quote the words.
    logger.error(
      { callId, segmentId: raw.segmentId, error: error instanceof Error ? error.name : typeof error },
      'redaction failed',
    );
    return { segment: null, corrections: [] };
  }
}

const withSentiment = (segment: RedactedSegment, sentiment: Sentiment | undefined): EventData<'segment.enriched'> =>
  sentiment === undefined ? segment : { ...segment, sentiment: sentiment.label, sentimentScore: sentiment.score };

function categoriesOf(
  call: CallState,
  segment: RedactedSegment,
  make: Maker,
  { categories, metrics, logger }: EnrichmentTools,
): Outgoing[] {
  const { segmentId, channel, startMs, text } = segment;
  try {
    const { matcher, memory } = call.categories(categories);
    return matcher.match({ channel, startMs, text }, memory).map(({ category, isAlert }) => {
      metrics.categories.add(1, { alert: String(isAlert) });
      return make.insight('category.matched', { category, isAlert, segmentId, channel, atMs: startMs });
    });
  } catch (error) {
    metrics.stepFailures.add(1, { step: 'categories' });
    logger.error({ err: error, segmentId }, 'categories failed');
    return [];
  }
}

function figuresOf(
  call: CallState,
  { channel, startMs, endMs, text }: RedactedSegment,
  sentiment: Sentiment | null,
  make: Maker,
  { metrics, logger }: EnrichmentTools,
): Outgoing[] {
  if (!call.isHeardFromBeginning) return [];
  try {
    const wordCount = text.match(/\S+/g)?.length ?? 0;
    call.metrics.add({
      channel,
      startMs,
      endMs,
      wordCount,
      score: sentiment?.score ?? null,
      isMixed: sentiment?.label === 'MIXED',
    });
    return [make.insight('metrics.changed', call.metrics.snapshot())];
  } catch (error) {
    metrics.stepFailures.add(1, { step: 'figures' });
    logger.error({ err: error }, 'figures failed');
    return [];
  }
}

function count({ redactions }: RedactedSegment, corrections: number, metrics: EnrichmentMetrics): void {
  for (const { kind } of redactions) metrics.redactions.add(1, { kind });
  if (corrections > 0) metrics.corrections.add(corrections);
}
