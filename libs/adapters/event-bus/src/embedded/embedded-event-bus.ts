import { MAX_EVENT_BYTES, topicNames, topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { Failure, type Clock, type EventBus, type SubscribeOptions, type Subscription } from '@earshot/ports';
import { ConsumerGroup } from './consumer-group.js';
import { partitionOf } from '../shared/partition-of.js';

/**
 * The bus inside one process: same order, redelivery and group semantics as a broker, no durability. A group remembers
 * what it has not finished while it has no member, as a broker does; a process that dies takes everything along.
 */
export class EmbeddedEventBus implements EventBus {
  readonly isDurable = false;
  private readonly groups = new Map<TopicName, Map<string, ConsumerGroup>>(topicNames.map((name) => [name, new Map()]));
  private readonly open = new Set<Subscription>();
  private instances = 0;
  private closed = false;

  constructor(private readonly clock: Clock) {}

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    if (value.length > MAX_EVENT_BYTES) {
      throw new Failure('BUS_MESSAGE_TOO_LARGE', `${value.length} bytes on ${topic}; at most ${MAX_EVENT_BYTES}`);
    }
    const groups = this.groupsOf(topic);
    for (const group of groups.values()) {
      for (let wait = group.room(); wait !== undefined; wait = group.room()) await wait;
    }
    if (this.closed) throw new Failure('BUS_CLOSED', 'the bus is closed');
    const partition = partitionOf(key, topics[topic].partitions);
    for (const group of groups.values()) {
      group.append({ topic, key, value, partition, attempts: 0, acknowledged: false });
    }
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    if (this.closed) throw new Failure('BUS_CLOSED', 'the bus is closed');
    const groups = this.groupsOf(options.topic);
    const name = 'group' in options.as ? options.as.group : `instance-${(this.instances += 1)}`;
    let group = groups.get(name);
    if (group === undefined) groups.set(name, (group = this.newGroup(options.topic)));
    const joined = group;
    const member = joined.join(options);
    let leaving: Promise<void> | undefined;
    const subscription: Subscription = {
      close: () =>
        (leaving ??= joined.leave(member).then(() => {
          this.open.delete(subscription);
          if ('group' in options.as) return;
          groups.delete(name);
          joined.clear();
        })),
    };
    this.open.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.open].map((subscription) => subscription.close()));
    for (const groups of this.groups.values()) for (const group of groups.values()) group.clear();
  }

  /**
   * Waits until every message was handled, for a drain: what is in this process's memory would be gone after it. False
   * when `limitMs` passed first.
   */
  async settle(limitMs: number): Promise<boolean> {
    const deadlineMs = this.clock.nowMs() + limitMs;
    const pending = () =>
      [...this.groups.values()].flatMap((groups) => [...groups.values()]).some((group) => group.pending > 0);
    while (pending()) {
      if (this.clock.nowMs() > deadlineMs) return false;
      await new Promise<void>((resolve) => this.clock.schedule(5, resolve));
    }
    return true;
  }

  /** Messages that a group of a topic has not finished; what `/metrics` shows. */
  held(topic: TopicName): number {
    return [...this.groupsOf(topic).values()].reduce((sum, group) => sum + group.size, 0);
  }

  private newGroup(topic: TopicName): ConsumerGroup {
    const { partitions, maxInFlight }: TopicDefinition = topics[topic];
    return new ConsumerGroup(partitions, maxInFlight * partitions, this.clock);
  }

  private groupsOf(topic: TopicName): Map<string, ConsumerGroup> {
    const groups = this.groups.get(topic);
    if (groups === undefined) throw new Failure('BUS_UNKNOWN_TOPIC', `${topic} is not in topics.ts`);
    return groups;
  }
}
