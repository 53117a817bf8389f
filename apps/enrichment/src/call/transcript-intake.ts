import type { EventOf, Handlers } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { EventContext, EventPublisher } from '@earshot/runtime';
import type { CallState } from './call-state.js';
import type { CallStates } from './call-states.js';
import { enrichSegment, type EnrichmentTools } from './enrich-segment.js';
import { EventMaker } from './event-maker.js';
import { followUpsOf } from './follow-ups.js';
import type { TakeOver } from '../takeover/take-over.js';

type Relayed = EventOf<'transcript.engine-selected' | 'transcript.covered' | 'transcript.gap' | 'transcript.completed'>;

/** What is looked at of a delivery. */
export type TranscriptDelivery = Pick<EventContext, 'attempt' | 'lost'>;

export interface TranscriptIntakeParts {
  readonly states: CallStates;
  readonly takeOver: TakeOver;
  readonly publisher: EventPublisher<'enrichment'>;
  readonly tools: EnrichmentTools;
}

/**
 * The whole intake of enrichment. Each message is dealt with once: its effects wait in the call's outbox, so that a
 * message that comes again after a failed publication only goes on where it stopped, and order is kept.
 */
export class TranscriptIntake {
  /** When, by its first event, this process began with a partition; named by the signal of its loss. */
  private readonly beginnings = new WeakMap<AbortSignal, number>();

  constructor(private readonly parts: TranscriptIntakeParts) {}

  /** What the events of this delivery lead to. */
  handlersOf(delivery: TranscriptDelivery): Handlers<'enrichment', 'calls.transcript'> {
    const relay = (event: Relayed) => this.relay(event, delivery);
    return {
      'transcript.segment': (event) => this.segment(event, delivery),
      'transcript.engine-selected': relay,
      'transcript.covered': relay,
      'transcript.gap': relay,
      'transcript.completed': (event) => this.completed(event, delivery),
    };
  }

  private async segment(event: EventOf<'transcript.segment'>, delivery: TranscriptDelivery): Promise<void> {
    const { publisher, takeOver, tools } = this.parts;
    const { callId, data } = event;
    const call = await this.stateOf(event, delivery);
    await call.outbox.flush(publisher);
    this.makeUpFor(call, event);
    if (!call.revisions.isNew(data.segmentId, data.revision, data.isPartial)) {
      tools.metrics.redelivered.add();
      return call.outbox.flush(publisher);
    }
    if (!data.isPartial) {
      await takeOver.catchUp(callId, call);
      call.past.firstOwn ??= data.segmentId;
    }
    call.outbox.add(await enrichSegment(call, event, tools));
    tools.metrics.segments.add(1, { kind: data.isPartial ? 'partial' : 'final' });
    await call.outbox.flush(publisher);
  }

  private async stateOf(event: EventOf<'transcript.segment'>, delivery: TranscriptDelivery): Promise<CallState> {
    const { states, takeOver, tools } = this.parts;
    const { callId, data, occurredAtMs } = event;
    const known = states.get(callId);
    if (known !== undefined) return known;
    const { attempt, lost } = delivery;
    const ownedForMs = occurredAtMs - this.beginningOf(lost, occurredAtMs);
    const call = await takeOver.stateOf(callId, { met: data, attempt, ownedForMs });
    if (lost.aborted) throw handedOver();
    if (!call.hasWholeFigures) call.outbox.add([incomplete(callId, occurredAtMs, tools)]);
    return states.add(callId, call, lost);
  }

  private beginningOf(partition: AbortSignal, eventAtMs: number): number {
    const beganAtMs = this.beginnings.get(partition) ?? eventAtMs;
    this.beginnings.set(partition, beganAtMs);
    return beganAtMs;
  }

  /** A stored final that comes again: its process died before it had published, or acknowledged, what follows from it. */
  private makeUpFor(call: CallState, { callId, data }: EventOf<'transcript.segment'>): void {
    const matched = data.isPartial ? undefined : call.past.takeStored(data.segmentId);
    if (matched === undefined) return;
    call.outbox.add(followUpsOf(call, data, matched, new EventMaker(callId, this.parts.tools)));
  }

  private async relay(event: Relayed, { lost }: TranscriptDelivery): Promise<void> {
    const { states, publisher, takeOver } = this.parts;
    this.beginningOf(lost, event.occurredAtMs);
    const known = states.get(event.callId);
    // Without a store, the first thing heard of a call decides whether it was heard from its beginning.
    if (known === undefined && 'fromMs' in event.data && takeOver.isBlind)
      states.add(event.callId, takeOver.withoutHistory(event.data.fromMs), lost);
    await known?.outbox.flush(publisher);
    if (lost.aborted) throw handedOver();
    try {
      await publisher.publish('calls.insight', event);
    } catch (error) {
      throw new Failure('INSIGHT_NOT_PUBLISHED', 'an insight is not on the bus yet', { retryable: true, cause: error });
    }
  }

  private async completed(event: EventOf<'transcript.completed'>, delivery: TranscriptDelivery): Promise<void> {
    const { states, takeOver, tools } = this.parts;
    const { callId, occurredAtMs } = event;
    const call = states.get(callId);
    if (call !== undefined) {
      const { isWhole, isChanged } = await takeOver.finish(callId, call, delivery.attempt);
      const make = new EventMaker(callId, tools);
      if (isChanged) call.outbox.add([make.insight('metrics.changed', call.metrics.snapshot())]);
      if (!isWhole) call.outbox.add([incomplete(callId, occurredAtMs, tools)]);
    }
    await this.relay(event, delivery);
    states.completed(callId);
  }
}

const handedOver = () => new Failure('CALL_HANDED_OVER', 'the call is with another process', { retryable: true });

/** Said of a call whose figures cannot be known here: they stay as they are. */
function incomplete(callId: EventOf<'transcript.segment'>['callId'], atMs: number, tools: EnrichmentTools) {
  tools.metrics.incompleteCalls.add();
  const message = 'The figures of the call do not count everything that was said before another process took it over.';
  return new EventMaker(callId, tools).problem('FIGURES_INCOMPLETE', message, atMs);
}
