import {
  makeEvent,
  type CallId,
  type EventData,
  type EventOf,
  type ErrorCode,
  type JsonEventType,
} from '@earshot/contracts';
import type { Clock, NewId } from '@earshot/ports';
import type { Outgoing } from './outbox.js';

/** Builds what leaves enrichment for one call. */
export class EventMaker {
  constructor(
    private readonly callId: CallId,
    private readonly tools: { readonly clock: Clock; readonly newId: NewId },
  ) {}

  insight<T extends 'segment.enriched' | 'category.matched' | 'metrics.changed'>(
    type: T,
    data: EventData<T>,
  ): Outgoing {
    return { topic: 'calls.insight', event: this.event(type, data, this.tools.clock.nowMs()) as never };
  }

  /** `atMs`: of what led to it, so that the call shows it once, however often its cause is delivered. */
  problem(code: ErrorCode, message: string, atMs: number): Outgoing {
    return {
      topic: 'calls.lifecycle',
      event: this.event('processing.failed', { stage: 'enrichment', code, message }, atMs),
    };
  }

  private event<T extends JsonEventType>(type: T, data: EventData<T>, occurredAtMs: number): EventOf<T> {
    return makeEvent(type, this.callId, data, { id: this.tools.newId(), occurredAtMs }) as EventOf<T>;
  }
}
