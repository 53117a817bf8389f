import type { TopicName } from '@earshot/contracts';

/** One message as the bus hands it over. */
export interface Delivery {
  readonly topic: TopicName;
  readonly key: string;
  readonly value: Uint8Array;
  readonly partition: number;
  /** 1 at first, more when the handler failed before; counted by this owner of the partition. */
  readonly attempt: number;
  /**
   * With `acknowledge: 'manual'`: the effect of this message is safe. Until every earlier message of the partition is
   * acknowledged too, a new owner of the partition gets it again. May be called late and more than once.
   */
  acknowledge(): void;
}

export interface SubscribeOptions {
  readonly topic: TopicName;
  /** Members of a group share the partitions; `everyInstance` hears all messages from now on. */
  readonly as: { readonly group: string } | { readonly everyInstance: true };
  /** `on-return`: acknowledged when `handle` resolves. */
  readonly acknowledge: 'on-return' | 'manual';
  /**
   * Messages of one key come one after the other, in order. A rejection brings the same message again, with a growing
   * pause, before any later one of its key; other keys go on.
   */
  handle(delivery: Delivery): Promise<void>;
  /**
   * These partitions go to another member, or may be another's already: what is kept of their calls is stale, and
   * acknowledging has no effect any more. No handler of theirs is started after this was called until they come back;
   * then everything unacknowledged comes again. Not called by `close`.
   */
  onLost?(partitions: readonly number[]): void | Promise<void>;
}

export interface Subscription {
  /** Takes no more; resolves when what was being handled is done. Unacknowledged messages go to the next owner. */
  close(): Promise<void>;
}

/**
 * The way between services. At least once; ordered per key within a topic.
 * `publish` resolves when the message is safe, and waits while the topic is full: that is the backpressure.
 * Rejects with `Failure` code `BUS_CLOSED` after close, `BUS_MESSAGE_TOO_LARGE` over 1 MiB.
 * Where `isDurable`, messages of a key that are published without waiting keep their order, also while servers are away.
 */
export interface EventBus {
  /** Whether messages outlive this process: then a drain hands over what is unfinished instead of hurrying it. */
  readonly isDurable: boolean;
  publish(topic: TopicName, key: string, value: Uint8Array): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Closes every subscription, then the bus. */
  close(): Promise<void>;
}

/** A bus that can say how far a group is behind. */
export interface BacklogReader {
  /** Messages published to the topic that the group has not acknowledged, over all partitions. */
  backlogMessages(topic: TopicName, group: string): Promise<number>;
}

export const canReadBacklog = (bus: EventBus): bus is EventBus & BacklogReader =>
  typeof (bus as Partial<BacklogReader>).backlogMessages === 'function';

/** A bus whose servers may be away. */
export interface BusProbe {
  /** Rejects, retryable, while they cannot answer. */
  ping(): Promise<void>;
}

export const canPing = (bus: EventBus): bus is EventBus & BusProbe =>
  typeof (bus as Partial<BusProbe>).ping === 'function';
