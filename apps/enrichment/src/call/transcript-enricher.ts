import type { CallId, EventOf, Participant } from '@earshot/contracts';
import type { EventPublisher } from '@earshot/runtime';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { LateFinalCounter } from '../takeover/late-final-counter.js';
import { reportIncompleteMetrics } from '../takeover/report-incomplete-metrics.js';
import type { CallOpener, TranscriptDelivery } from './call-opener.js';
import { createFollowUps, createMetricsChanged } from './create-follow-ups.js';
import type { EnrichedCall } from './enriched-call.js';
import { callHandedOver, insightNotPublished } from './publish-failures.js';
import type { SegmentPipeline } from './segment-pipeline.js';

type RelayedEvent = EventOf<
  | 'category.matched'
  | 'transcript.engine-selected'
  | 'transcript.covered'
  | 'transcript.gap'
  | 'transcript.wordless'
  | 'transcript.completed'
>;

/**
 * Handles the events of `calls.transcript`. A message changes the state of its call once. Its events wait in
 * `UnpublishedEvents`: a message that comes again after a failed publication continues where it stopped, in order.
 */
export class TranscriptEnricher {
  constructor(
    private readonly opener: CallOpener,
    private readonly lateFinals: LateFinalCounter,
    private readonly pipeline: SegmentPipeline,
    private readonly publisher: EventPublisher<'enrichment'>,
    private readonly metrics: EnrichmentMetrics,
  ) {}

  async enrichSegment(said: EventOf<'transcript.segment'>, delivery: TranscriptDelivery): Promise<void> {
    const { publisher, metrics } = this;
    const { segmentId, revision, isPartial } = said.data;
    const call = await this.opener.openCall(said, delivery);
    const event = { ...said, data: call.roles.withRole(said.data) };
    await call.unpublished.publishEvents(publisher);
    repeatFollowUps(call, event);
    if (!call.revisions.isNew(segmentId, revision, isPartial)) {
      metrics.redelivered.add();
      return call.unpublished.publishEvents(publisher);
    }
    if (!isPartial) {
      await this.lateFinals.countIfStored(call);
      call.takeover.firstOwnFinal ??= segmentId;
    }
    call.unpublished.addEvents(await this.pipeline.enrichSegment(call, event));
    metrics.segments.add(1, { kind: isPartial ? 'partial' : 'final' });
    await call.unpublished.publishEvents(publisher);
  }

  /** Publishes the event unchanged, after everything that came before it. */
  async relayEvent(event: RelayedEvent, { lost }: TranscriptDelivery): Promise<void> {
    const { opener, publisher } = this;
    opener.notePartition(lost, event.occurredAtMs);
    const known = opener.findCall(event.callId);
    if ('fromMs' in event.data) opener.openCallWithoutStore(event.callId, event.data.fromMs, lost);
    await known?.unpublished.publishEvents(publisher);
    if (lost.aborted) throw callHandedOver();
    try {
      await publisher.publish('calls.insight', event);
    } catch (error) {
      throw insightNotPublished(error);
    }
  }

  /** A person corrected a role. Does nothing unless this process has the call. */
  correctRole(callId: CallId, { id, role }: Participant): void {
    const call = this.opener.findCall(callId);
    call?.roles.correctRole(id, role);
    call?.metrics.setRole(id, role);
  }

  async completeTranscript(event: EventOf<'transcript.completed'>, delivery: TranscriptDelivery): Promise<void> {
    const { callId, occurredAtMs } = event;
    const call = this.opener.findCall(callId);
    if (call !== undefined) {
      const { isComplete, isChanged } = await this.lateFinals.countAtEnd(call, delivery.attempt);
      if (isChanged) call.unpublished.addEvents([createMetricsChanged(call)]);
      if (!isComplete) reportIncompleteMetrics(call, occurredAtMs, this.metrics);
    }
    await this.relayEvent(event, delivery);
    this.opener.completeCall(callId);
  }
}

/**
 * When the message of a stored final comes again, the process that published the final died before it acknowledged the
 * message. It may not have published the follow-ups, so they are published again.
 */
function repeatFollowUps(call: EnrichedCall, { data }: EventOf<'transcript.segment'>): void {
  const matched = data.isPartial ? undefined : call.takeover.takeStoredFinal(data.segmentId);
  if (matched !== undefined) call.unpublished.addEvents(createFollowUps(call, data, matched));
}
