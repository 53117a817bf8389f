import type { CallId, EventOf } from '@earshot/contracts';
import type { EventContext } from '@earshot/runtime';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { CallRebuilder } from '../takeover/call-rebuilder.js';
import { reportIncompleteMetrics } from '../takeover/report-incomplete-metrics.js';
import type { EnrichedCall } from './enriched-call.js';
import type { EnrichedCalls } from './enriched-calls.js';
import { callHandedOver } from './publish-failures.js';

/** The parts of a message's delivery that enrichment uses. */
export type TranscriptDelivery = Pick<EventContext, 'attempt' | 'lost'>;

/** Finds the call of a message; takes the call over when this process sees it for the first time. */
export class CallOpener {
  /** The time of the first event from each partition that this process owns, by the signal that announces its loss. */
  private readonly ownedSinceMs = new WeakMap<AbortSignal, number>();

  constructor(
    private readonly calls: EnrichedCalls,
    private readonly rebuilder: CallRebuilder,
    private readonly metrics: Pick<EnrichmentMetrics, 'incompleteCalls'>,
  ) {}

  findCall(callId: CallId): EnrichedCall | undefined {
    return this.calls.findCall(callId);
  }

  /** Rejects with a retryable `Failure` while the call cannot be taken over. */
  async openCall(event: EventOf<'transcript.segment'>, { attempt, lost }: TranscriptDelivery): Promise<EnrichedCall> {
    const { callId, data: firstSegment, occurredAtMs } = event;
    const known = this.calls.findCall(callId);
    if (known !== undefined) return known;
    const ownedForMs = occurredAtMs - this.notePartition(lost, occurredAtMs);
    const call = await this.rebuilder.rebuildCall(callId, { firstSegment, attempt, ownedForMs });
    if (lost.aborted) throw callHandedOver();
    if (!call.hasCompleteMetrics) reportIncompleteMetrics(call, occurredAtMs, this.metrics);
    return this.calls.addCall(callId, call, lost);
  }

  /** Opens a call without a store: its first event then decides whether this process saw its beginning. */
  openCallWithoutStore(callId: CallId, fromMs: number, lost: AbortSignal): void {
    if (this.rebuilder.hasStore || this.calls.findCall(callId) !== undefined) return;
    this.calls.addCall(callId, this.rebuilder.createCallWithoutStore(callId, fromMs), lost);
  }

  /** Returns the time of the first event that this process had from the partition; remembers this one if it is the first. */
  notePartition(lost: AbortSignal, eventAtMs: number): number {
    const sinceMs = this.ownedSinceMs.get(lost) ?? eventAtMs;
    this.ownedSinceMs.set(lost, sinceMs);
    return sinceMs;
  }

  completeCall(callId: CallId): void {
    this.calls.markCompleted(callId);
  }
}
