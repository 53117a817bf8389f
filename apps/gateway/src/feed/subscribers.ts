import type { CallId } from '@earshot/contracts';
import type { Failure } from '@earshot/ports';
import type { Access, Viewer } from '../access/access.js';
import type { FeedKind, GatewayMetrics } from '../gateway.metrics.js';
import { SubscriberQueue } from './subscriber-queue.js';

interface Subscriber<T> {
  readonly viewer: Viewer;
  readonly queue: SubscriberQueue<T>;
}

export interface SubscribersOptions<T> {
  readonly kind: FeedKind;
  readonly access: Access;
  readonly metrics: GatewayMetrics;
  readonly maxQueued: number;
  droppable(item: T): boolean;
  onDelivered(item: T): void;
}

/** Who listens to what. Access is asked again for each delivery: rights may end while a subscription lasts. */
export class Subscribers<T> {
  private readonly byTopic = new Map<string, Set<Subscriber<T>>>();
  private open = 0;

  constructor(private readonly options: SubscribersOptions<T>) {}

  /** Subscriptions in force. */
  get size(): number {
    return this.open;
  }

  has(topic: string): boolean {
    return this.byTopic.has(topic);
  }

  /** A new subscription; whatever ends it takes it out of here. */
  add(topic: string, viewer: Viewer): SubscriberQueue<T> {
    const { metrics, kind, maxQueued, droppable, onDelivered } = this.options;
    const countOut = metrics.subscribed(kind);
    this.open += 1;
    const queue = new SubscriberQueue<T>({
      max: maxQueued,
      droppable,
      onDelivered,
      onDropped: (item) => {
        if (droppable(item)) metrics.partialDropped('slow');
      },
      onEnd: (code) => {
        this.remove(topic, subscriber);
        countOut();
        if (code !== null) metrics.subscriptionClosed(code);
      },
    });
    const subscriber: Subscriber<T> = { viewer, queue };
    const set = this.byTopic.get(topic);
    if (set === undefined) this.byTopic.set(topic, new Set([subscriber]));
    else set.add(subscriber);
    return queue;
  }

  deliver(topic: string, callId: CallId, key: string, item: T): void {
    for (const { viewer, queue } of this.byTopic.get(topic) ?? []) {
      if (this.options.access.maySeeCall(viewer, callId)) queue.push(key, item);
    }
  }

  /** Ends the subscriptions of a topic, or all, with an error. */
  fail(failure: Failure, topic?: string): void {
    const sets =
      topic === undefined ? [...this.byTopic.values()] : [this.byTopic.get(topic) ?? new Set<Subscriber<T>>()];
    for (const set of sets) for (const { queue } of [...set]) queue.fail(failure);
  }

  private remove(topic: string, subscriber: Subscriber<T>): void {
    this.open -= 1;
    const set = this.byTopic.get(topic);
    set?.delete(subscriber);
    if (set?.size === 0) this.byTopic.delete(topic);
  }
}
