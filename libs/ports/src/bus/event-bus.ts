import type { TopicName } from '@earshot/contracts';

/** One message for a handler. */
export interface Delivery {
  readonly topic: TopicName;
  readonly key: string;
  readonly value: Uint8Array;
  readonly partition: number;
  /** 1 at first, then one more for each failure of the handler under this owner of the partition. */
  readonly attempt: number;
  /**
   * With `acknowledge: 'manual'`, says that the effect of this message is safe. A new owner of the partition gets the message
   * again until it and every earlier one of the partition are acknowledged. May be called late and more than once.
   */
  acknowledge(): void;
}

export interface SubscribeOptions {
  readonly topic: TopicName;
  /** The members of a group share the partitions. `everyInstance` gets every message from now on. */
  readonly as: { readonly group: string } | { readonly everyInstance: true };
  /** `on-return`: a message is acknowledged when `handle` resolves. */
  readonly acknowledge: 'on-return' | 'manual';
  /**
   * Handles the messages of one key in order, one at a time. After a rejection the same message comes again, with a growing
   * pause, before any later message of its key. Other keys continue.
   */
  handle(delivery: Delivery): Promise<void>;
  /**
   * Another member owns these partitions now or soon: discard the state of their calls. Acknowledging their messages has no
   * effect any more. No handler starts for them until they return; then every unacknowledged message comes again. `close`
   * does not call it.
   */
  onLost?(partitions: readonly number[]): void | Promise<void>;
}

export interface Subscription {
  /** Takes no new messages. Resolves when the running handlers are done. The next owner gets what is unacknowledged. */
  close(): Promise<void>;
}

/** Carries events between services: at least once, in order per key within a topic. */
export interface EventBus {
  /** Whether messages outlive this process. If so, a drain hands over unfinished calls and does not hurry them. */
  readonly isDurable: boolean;
  /**
   * Resolves when the bus has the message; when `isDurable`, the message then survives this process. Waits while the topic is full, which slows the publisher down. Rejects with `Failure`
   * `BUS_CLOSED` after `close`, and `BUS_MESSAGE_TOO_LARGE` above 1 MiB, which on a sealed topic includes what sealing adds. When `isDurable`, messages of one key keep their
   * order even if the publisher does not wait and the servers are unreachable for a while.
   */
  publish(topic: TopicName, key: string, value: Uint8Array): Promise<void>;
  /**
   * Resolves when the death of this process can no longer undo the messages of the key that are published by now: at once
   * when `isDurable`, else when every group has acknowledged them. Rejects with `Failure` `BUS_CLOSED` if the bus closes first.
   */
  whenDurable(topic: TopicName, key: string): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Closes every subscription, then the bus. */
  close(): Promise<void>;
}
