import type { Principal } from '@earshot/domain';
import type { CallPlacement, Failure } from '@earshot/ports';
import { readKeyOf, type Access } from '../access/access.js';
import type { GatewayMetrics } from '../platform/gateway-metrics.js';
import type { Backlog } from './backlog.js';
import type { RowKind } from './feed.js';
import { SubscriberQueue } from './subscriber-queue.js';

/** The subscribers of a topic who may read the same calls. A delivery is checked once for all of them. */
interface SubscriberGroup<Row extends object> {
  /** Any of them. */
  readonly viewer: Principal;
  readonly queues: Set<SubscriberQueue<Row>>;
}

/** A new state of a row. */
export interface RowUpdate<Row> {
  /** The placement of the row's call decides who may see the row. */
  readonly placement: CallPlacement;
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
  private readonly byTopic = new Map<string, Map<string, SubscriberGroup<Row>>>();
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
  open(topic: string, viewer: Principal, { first = [], backlog }: OpenOptions<Row> = {}): SubscriberQueue<Row> {
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
          this.removeSubscriber(topic, viewer, queue);
          countEnd();
          if (code !== null) this.metrics.countClosedSubscription(code);
        },
      },
      backlog,
    );
    this.addSubscriber(topic, viewer, queue);
    for (const { placement, key, row } of first)
      if (this.access.mayReach(viewer, 'READ', placement)) queue.push(key, row);
    return queue;
  }

  deliver(topic: string, { placement, key, row }: RowUpdate<Row>): void {
    for (const { viewer, queues } of this.byTopic.get(topic)?.values() ?? []) {
      if (!this.access.mayReach(viewer, 'READ', placement)) continue;
      for (const queue of queues) queue.push(key, row);
    }
  }

  /** Ends every subscription of a topic with an error for its subscriber. */
  failTopic(topic: string, failure: Failure): void {
    const groups = [...(this.byTopic.get(topic)?.values() ?? [])];
    for (const queue of groups.flatMap(({ queues }) => [...queues])) queue.fail(failure);
  }

  failAll(failure: Failure): void {
    for (const topic of [...this.byTopic.keys()]) this.failTopic(topic, failure);
  }

  private addSubscriber(topic: string, viewer: Principal, queue: SubscriberQueue<Row>): void {
    const groups = this.byTopic.get(topic) ?? new Map<string, SubscriberGroup<Row>>();
    this.byTopic.set(topic, groups);
    const key = readKeyOf(viewer);
    const group = groups.get(key) ?? { viewer, queues: new Set() };
    groups.set(key, group);
    group.queues.add(queue);
  }

  private removeSubscriber(topic: string, viewer: Principal, queue: SubscriberQueue<Row>): void {
    this.openCount -= 1;
    const groups = this.byTopic.get(topic);
    const key = readKeyOf(viewer);
    const queues = groups?.get(key)?.queues;
    queues?.delete(queue);
    if (queues?.size === 0) groups?.delete(key);
    if (groups?.size === 0) this.byTopic.delete(topic);
  }
}
