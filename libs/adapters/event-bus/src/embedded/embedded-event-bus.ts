import { topicNames, topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { pause, type Clock, type EventBus, type SubscribeOptions, type Subscription } from '@earshot/ports';
import { busClosed, requireKnownTopic, requireMessageSize } from '../shared/bus-failures.js';
import { partitionOf } from '../shared/partition-of.js';
import { ConsumerGroup } from './consumer-group.js';

const CHECK_HANDLED_EVERY_MS = 5;

/**
 * The bus inside one process. It has order, redelivery and groups like a broker, but no durability: a group without
 * subscribers keeps its unacknowledged messages only until the process ends.
 */
export class EmbeddedEventBus implements EventBus {
  readonly isDurable = false;
  private readonly groups = new Map<TopicName, Map<string, ConsumerGroup>>(topicNames.map((name) => [name, new Map()]));
  private readonly subscriptions = new Set<Subscription>();
  private instanceCount = 0;
  private isClosed = false;

  constructor(private readonly clock: Clock) {}

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    requireMessageSize(topic, value);
    const groups = this.groupsOf(topic);
    for (const group of groups.values()) {
      for (let room = group.waitForRoom(); room !== undefined; room = group.waitForRoom()) await room;
    }
    if (this.isClosed) throw busClosed();
    const partition = partitionOf(key, topics[topic].partitions);
    for (const group of groups.values()) {
      group.append({ topic, key, value, partition, attempts: 0, isAcknowledged: false });
    }
  }

  /** An instance outlives no process, so only groups count. */
  async whenDurable(topic: TopicName, key: string): Promise<void> {
    const groups = [...this.groupsOf(topic).values()].filter(({ isShared }) => isShared);
    await Promise.all(groups.map((group) => group.whenAcknowledged(key)));
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    if (this.isClosed) throw busClosed();
    const groups = this.groupsOf(options.topic);
    const name = 'group' in options.as ? options.as.group : `instance-${(this.instanceCount += 1)}`;
    const group = groups.get(name) ?? this.createGroup(options);
    groups.set(name, group);
    const subscriber = group.join(options);
    let leaving: Promise<void> | undefined;
    const subscription: Subscription = {
      close: () =>
        (leaving ??= group.leave(subscriber).then(() => {
          this.subscriptions.delete(subscription);
          if ('group' in options.as) return;
          groups.delete(name);
          group.discardAll();
        })),
    };
    this.subscriptions.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    for (const group of this.allGroups()) group.discardAll();
  }

  /** Waits until every message is handled. A drain needs this, because messages are lost with the process. False after `limitMs`. */
  async waitUntilHandled(limitMs: number): Promise<boolean> {
    const deadlineMs = this.clock.nowMs() + limitMs;
    while (this.allGroups().some((group) => group.hasUnhandledMessages)) {
      if (this.clock.nowMs() > deadlineMs) return false;
      await pause(this.clock, CHECK_HANDLED_EVERY_MS);
    }
    return true;
  }

  /** Messages of a topic that its groups have not acknowledged. A message counts once for each group. */
  heldMessages(topic: TopicName): number {
    return [...this.groupsOf(topic).values()].reduce((sum, group) => sum + group.heldMessages, 0);
  }

  private allGroups(): ConsumerGroup[] {
    return [...this.groups.values()].flatMap((groups) => [...groups.values()]);
  }

  private createGroup({ topic, as }: SubscribeOptions): ConsumerGroup {
    const { partitions, maxInFlight }: TopicDefinition = topics[topic];
    return new ConsumerGroup(partitions, maxInFlight * partitions, this.clock, 'group' in as);
  }

  private groupsOf(topic: TopicName): Map<string, ConsumerGroup> {
    requireKnownTopic(topic);
    return this.groups.get(topic) ?? new Map<string, ConsumerGroup>();
  }
}
