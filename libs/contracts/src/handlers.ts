import type { EventOf, EventType } from './events/index.js';
import type { ServiceName, TopicName, topics } from './topics.js';

type Topics = typeof topics;

/** The topics that a service consumes. */
export type ConsumedBy<S extends ServiceName> = {
  [T in TopicName]: S extends keyof Topics[T]['consumedBy'] ? T : never;
}[TopicName];

/** The topics that a service may publish to. */
export type ProducedBy<S extends ServiceName> = {
  [T in TopicName]: S extends Topics[T]['producedBy'][number] ? T : never;
}[TopicName];

type ConsumedEvents<S extends ServiceName, T extends TopicName> = S extends keyof Topics[T]['consumedBy']
  ? Topics[T]['consumedBy'][S] extends { events: readonly (infer E extends EventType)[] }
    ? E
    : never
  : never;

/** The events of a topic. */
export type EventOn<T extends TopicName> = EventOf<Topics[T]['events'][number]>;

/**
 * One handler for each event that a service takes from a topic. A missing handler, or one for an event that the topic
 * does not have, does not compile.
 */
export type Handlers<S extends ServiceName, T extends ConsumedBy<S>> = {
  [E in ConsumedEvents<S, T>]: (event: EventOf<E>) => Promise<void> | void;
};
