import {
  encodeEvent,
  makeEvent,
  type CallId,
  type EventData,
  type EventOn,
  type JsonEvent,
  type JsonEventType,
  type ProducedBy,
  type ServiceName,
} from '@earshot/contracts';
import type { ProcessContext } from './process-context.js';

/** Publishes the events of one service. A topic that it does not produce, or an event of another topic, does not compile. */
export class EventPublisher<S extends ServiceName> {
  constructor(private readonly process: Pick<ProcessContext, 'bus' | 'clock' | 'newId'>) {}

  /** Creates an event and publishes it. Resolves when the bus has it. */
  emit<T extends ProducedBy<S>, E extends JsonEventType & EventOn<T>['type']>(
    topic: T,
    type: E,
    callId: CallId,
    data: EventData<E>,
  ): Promise<void> {
    const { bus, clock, newId } = this.process;
    const event: JsonEvent<E> = makeEvent(type, callId, data, { id: newId(), occurredAtMs: clock.nowMs() });
    return bus.publish(topic, callId, encodeEvent(event as never));
  }

  /** Publishes an existing event, e.g. an audio frame. */
  publish<T extends ProducedBy<S>>(topic: T, event: EventOn<T>): Promise<void> {
    return this.process.bus.publish(topic, event.callId, encodeEvent(event as never));
  }
}
