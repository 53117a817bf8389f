import type { CallId } from '@earshot/contracts';
import type { Failure } from '@earshot/ports';
import type { Access, Viewer } from '../access/access.js';
import type { GatewayMetrics } from '../platform/gateway-metrics.js';
import type { Backlog } from './backlog.js';
import type { RowKind } from './feed.js';
import { SubscriberQueue } from './subscriber-queue.js';

interface Subscriber<Row extends object> {
  readonly viewer: Viewer;
  readonly queue: SubscriberQueue<Row>;
}

/** A new state of a row. */
export interface RowUpdate<Row> {
  /** The call whose viewers may see the row. */
  readonly callId: CallId;
  /** The same for every state of the row. */
  readonly key: string;
  readonly row: Row;
}

export interface SubscriptionsOptions<Row> {
  readonly kind: RowKind;
  /** Most updates that wait for one slow subscriber. */
  readonly maxQueued: number;
  /** Whether a slow subscriber may miss this row. */
  isDroppable(row: Row): boolean;
  onDelivered(row: Row): void;
}

/** `first`: updates that the subscription starts with. `backlog`: everything that waits for the subscriber's client. */
export interface OpenOptions<Row> {
  readonly first?: readonly RowUpdate<Row>[];
  readonly backlog?: Backlog | undefined;
}

/**
 * The open subscriptions of one kind of row, by topic. It checks access again at each delivery, because a viewer can
 * lose rights while subscribed.
 */
export class Subscriptions<Row extends object> {
  private readonly byTopic = new Map<string, Set<Subscriber<Row>>>();
  private openCount = 0;

  constructor(
    private readonly options: SubscriptionsOptions<Row>,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Number of open subscriptions. */
  get size(): number {
    return this.openCount;
  }

  hasSubscribers(topic: string): boolean {
    return this.byTopic.has(topic);
  }

  /** Opens a subscription. It leaves the topic when it ends, for whatever reason. */
  open(topic: string, viewer: Viewer, { first = [], backlog }: OpenOptions<Row> = {}): SubscriberQueue<Row> {
    const { kind, maxQueued, isDroppable, onDelivered } = this.options;
    const countEnd = this.metrics.countSubscription(kind);
    this.openCount += 1;
    const queue = new SubscriberQueue<Row>(
      {
        maxQueued,
        isDroppable,
        onDelivered,
        onDropped: (row) => {
          if (isDroppable(row)) this.metrics.countDroppedPartial('slow');
        },
        onEnd: (code) => {
          this.removeSubscriber(topic, subscriber);
          countEnd();
          if (code !== null) this.metrics.countClosedSubscription(code);
        },
      },
      backlog,
    );
    const subscriber: Subscriber<Row> = { viewer, queue };
    const subscribers = this.byTopic.get(topic);
    if (subscribers === undefined) this.byTopic.set(topic, new Set([subscriber]));
    else subscribers.add(subscriber);
    for (const update of first) this.pushIfAllowed(subscriber, update);
    return queue;
  }

  deliver(topic: string, update: RowUpdate<Row>): void {
    for (const subscriber of this.byTopic.get(topic) ?? []) this.pushIfAllowed(subscriber, update);
  }

  /** Ends every subscription of a topic with an error for its subscriber. */
  failTopic(topic: string, failure: Failure): void {
    for (const { queue } of [...(this.byTopic.get(topic) ?? [])]) queue.fail(failure);
  }

  failAll(failure: Failure): void {
    for (const topic of [...this.byTopic.keys()]) this.failTopic(topic, failure);
  }

  private pushIfAllowed({ viewer, queue }: Subscriber<Row>, { callId, key, row }: RowUpdate<Row>): void {
    if (this.access.maySeeCall(viewer, callId)) queue.push(key, row);
  }

  private removeSubscriber(topic: string, subscriber: Subscriber<Row>): void {
    this.openCount -= 1;
    const subscribers = this.byTopic.get(topic);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) this.byTopic.delete(topic);
  }
}
