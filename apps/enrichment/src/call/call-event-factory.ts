import {
  makeEvent,
  type CallId,
  type EventData,
  type EventOf,
  type ErrorCode,
  type JsonEventType,
} from '@earshot/contracts';
import type { FoundRole } from '@earshot/domain';
import type { Clock, NewId } from '@earshot/ports';
import type { UnpublishedEvent } from './unpublished-events.js';

/** The final that made something certain: its start on the call clock, and the time of its event. */
export interface CausingFinal {
  readonly startMs: number;
  readonly occurredAtMs: number;
}

/** Creates the events that enrichment publishes for one call. */
export class CallEventFactory {
  constructor(
    readonly callId: CallId,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  createInsight<T extends 'segment.enriched' | 'category.matched' | 'metrics.changed'>(
    type: T,
    data: EventData<T>,
  ): UnpublishedEvent {
    return { topic: 'calls.insight', event: this.createEvent(type, data, this.clock.nowMs()) as never };
  }

  /** `atMs` is the time of the event that caused the problem: a redelivered cause then shows the problem once. */
  createProblem(code: ErrorCode, message: string, atMs: number): UnpublishedEvent {
    return {
      topic: 'calls.lifecycle',
      event: this.createEvent('processing.failed', { stage: 'enrichment', code, message }, atMs),
    };
  }

  /** `occurredAtMs` is the time of the final that made the role certain, so that a redelivered final decides nothing anew. */
  createRoleFound({ participantId, role, reason, confidence }: FoundRole, final: CausingFinal): UnpublishedEvent {
    const participant = { id: participantId, role, roleReason: reason, roleConfidence: confidence };
    const data = { participant, atMs: final.startMs };
    return { topic: 'calls.lifecycle', event: this.createEvent('participant.changed', data, final.occurredAtMs) };
  }

  private createEvent<T extends JsonEventType>(type: T, data: EventData<T>, occurredAtMs: number): EventOf<T> {
    return makeEvent(type, this.callId, data, { id: this.newId(), occurredAtMs }) as EventOf<T>;
  }
}
