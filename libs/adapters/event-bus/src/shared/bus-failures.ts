import { MAX_EVENT_BYTES, topics, type TopicName } from '@earshot/contracts';
import { Failure } from '@earshot/ports';

export const busClosed = (): Failure => new Failure('BUS_CLOSED', 'the bus is closed');

/** Throws `BUS_MESSAGE_TOO_LARGE` for a message above the limit of every bus. */
export function requireMessageSize(topic: TopicName, value: Uint8Array): void {
  if (value.length <= MAX_EVENT_BYTES) return;
  throw new Failure('BUS_MESSAGE_TOO_LARGE', `${value.length} bytes on ${topic}; at most ${MAX_EVENT_BYTES}`);
}

/** Throws `BUS_UNKNOWN_TOPIC`. The type is not enough: a dead letter may carry the name of a topic that was removed. */
export function requireKnownTopic(topic: TopicName): void {
  if (!(topic in topics)) throw new Failure('BUS_UNKNOWN_TOPIC', `${topic} is not in topics.ts`);
}
