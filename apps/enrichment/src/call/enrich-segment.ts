import type { CallId, EventData, EventOf } from '@earshot/contracts';
import { redactionKinds } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain';
import type { Clock, NewId, Sentiment } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import { scoreInTime, type Scoring } from '../sentiment/score-in-time.js';
import type { CallState, CreateRedactor } from './call-state.js';
import { EventMaker } from './event-maker.js';
import { countFinal, countWords, followUpsOf, matchCategories, type FollowUpTools } from './follow-ups.js';
import type { Outgoing } from './outbox.js';

/** What enriching uses; the same for all calls. */
export interface EnrichmentTools extends FollowUpTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly metrics: EnrichmentMetrics;
  readonly scoring: Scoring;
  readonly createRedactor: CreateRedactor;
}

type RawSegment = EventData<'transcript.segment'>;

/** Stands for the words of a final that could not be redacted. */
export const UNREADABLE = '[UNREADABLE]';

/**
 * Everything a segment leads to, in the order it is published. Redaction comes first and alone sees the raw words. What
 * must not be forgotten when the process dies on the way comes before the segment: once that is stored, only its
 * categories and figures are made up for.
 * Never throws: a thrown error would set the message aside with its raw text.
 */
export async function enrichSegment(
  call: CallState,
  event: EventOf<'transcript.segment'>,
  tools: EnrichmentTools,
): Promise<Outgoing[]> {
  const { callId, data: raw, occurredAtMs } = event;
  const make = new EventMaker(callId, tools);
  const redacted = redactOrHide(call, callId, raw, tools);
  if (raw.isPartial) {
    call.revisions.setOpen(raw.segmentId, raw.revision);
    return redacted.segment === null ? [] : [make.insight('segment.enriched', redacted.segment)];
  }
  const segment = redacted.segment ?? { ...raw, text: UNREADABLE, words: [], redactions: [] };
  const isFirstFinal = !call.revisions.isFinal(raw.segmentId);
  call.revisions.setFinal(raw.segmentId, raw.revision);
  const outgoing = redacted.corrections.map((one) => correctionOf(call, one, make));
  if (redacted.segment === null)
    outgoing.push(
      make.problem(
        'REDACTION_FAILED',
        'The words of an utterance could not be redacted and were left out.',
        occurredAtMs,
      ),
    );
  const sentiment = redacted.segment === null ? null : await scoreInTime(segment.text, segment.channel, tools.scoring);
  outgoing.push(make.insight('segment.enriched', withSentiment(segment, sentiment)));
  if (isFirstFinal) outgoing.push(...followUps(call, segment, sentiment, make, tools));
  else call.recount(segment.segmentId, countWords(segment.text));
  count(segment, redacted.corrections.length, tools.metrics);
  return outgoing;
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

/** An earlier final of which more is removed now, published again. */
function correctionOf(call: CallState, corrected: RedactedSegment, make: EventMaker): Outgoing {
  const { segmentId, revision, text } = corrected;
  call.revisions.setFinal(segmentId, revision);
  call.recount(segmentId, countWords(text));
  const sentiment = call.remembered(segmentId)?.sentiment ?? null;
  return make.insight('segment.enriched', withSentiment({ ...corrected, redactions: placeholdersIn(text) }, sentiment));
}

const PLACEHOLDER = new RegExp(`\\[(${redactionKinds.join('|')})\\]`, 'g');
const MAX_REDACTIONS = 1_000;

/** Every placeholder of the text, also those that another process put there. */
const placeholdersIn = (text: string): RedactedSegment['redactions'] =>
  [...text.matchAll(PLACEHOLDER)].slice(0, MAX_REDACTIONS).map(({ index, 0: all, 1: kind }) => ({
    kind: kind as (typeof redactionKinds)[number],
    startChar: index,
    endChar: index + all.length,
  }));

const withSentiment = (segment: RedactedSegment, sentiment: Sentiment | null): EventData<'segment.enriched'> =>
  sentiment === null ? segment : { ...segment, sentiment: sentiment.label, sentimentScore: sentiment.score };

function followUps(
  call: CallState,
  segment: RedactedSegment,
  sentiment: Sentiment | null,
  make: EventMaker,
  tools: EnrichmentTools,
): Outgoing[] {
  const matched = matchCategories(call, segment, tools);
  for (const { isAlert } of matched) tools.metrics.categories.add(1, { alert: String(isAlert) });
  countFinal(call, segment, sentiment, tools);
  return followUpsOf(call, segment, matched, make);
}

function count({ redactions }: RedactedSegment, corrections: number, metrics: EnrichmentMetrics): void {
  for (const { kind } of redactions) metrics.redactions.add(1, { kind });
  if (corrections > 0) metrics.corrections.add(corrections);
}
