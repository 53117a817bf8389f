import { topicNames, topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import {
  pause,
  type Clock,
  type EventBus,
  type MessageKeeper,
  type SubscribeOptions,
  type Subscription,
} from '@earshot/ports';
import { busClosed, requireKnownTopic, requireMessageSize } from '../shared/bus-failures.js';
import { partitionOf } from '../shared/partition-of.js';
import { ConsumerGroup } from './consumer-group.js';
import type { MessageJournal } from './journal/message-journal.js';
import type { LogEntry } from './key-log.js';

const CHECK_HANDLED_EVERY_MS = 5;

/**
 * Topics that are kept in the journal. The others are made again from them: transcription reads unacknowledged audio once
 * more. What people said stands unredacted on `calls.transcript`, so it never reaches the disk.
 */
const keptTopics: ReadonlySet<TopicName> = new Set([
  'calls.audio',
  'calls.lifecycle',
  'calls.dead',
  'calls.audit-trail',
]);

/**
 * The bus inside one process. It has order, redelivery and groups like a broker. With a journal, the next process gets the
 * unacknowledged messages of the kept topics; all other messages end with this process.
 */
export class EmbeddedEventBus implements EventBus, MessageKeeper {
  readonly isDurable = false;
  private readonly groups = new Map<TopicName, Map<string, ConsumerGroup>>(topicNames.map((name) => [name, new Map()]));
  private readonly subscriptions = new Set<Subscription>();
  private instanceCount = 0;
  private isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly journal?: MessageJournal,
  ) {}

  keepsMessages(topic: TopicName): boolean {
    return this.journal !== undefined && keptTopics.has(topic);
  }

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    requireMessageSize(topic, value);
    const groups = this.groupsOf(topic);
    for (const group of groups.values()) {
      for (let room = group.waitForRoom(); room !== undefined; room = group.waitForRoom()) await room;
    }
    if (this.isClosed) throw busClosed();
    const journalSequence = this.keepMessage(topic, key, value);
    const message = { topic, key, value, journalSequence };
    for (const group of groups.values()) group.append(toEntry(message));
    if (journalSequence !== undefined) await this.journal?.whenWritten();
  }

  async whenAcknowledged(topic: TopicName, group: string): Promise<void> {
    await this.groupsOf(topic).get(group)?.whenAllAcknowledged();
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
    const group = groups.get(name) ?? this.createGroup(options, name);
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
    await this.journal?.close();
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

  /** A group begins with the messages that it did not finish in an earlier process. */
  private createGroup({ topic, as }: SubscribeOptions, name: string): ConsumerGroup {
    const { partitions, maxInFlight }: TopicDefinition = topics[topic];
    const group = new ConsumerGroup(partitions, maxInFlight * partitions, this.clock, 'group' in as, (entry) => {
      if (entry.journalSequence !== undefined) this.journal?.finish(entry.journalSequence, name);
    });
    if (!this.keepsMessages(topic)) return group;
    for (const { sequence, key, value } of this.journal?.unfinishedMessages(topic, name) ?? [])
      group.append(toEntry({ topic, key, value, journalSequence: sequence }));
    return group;
  }

  /** Returns the sequence of the message in the journal; undefined if nobody would get it after the death of this process. */
  private keepMessage(topic: TopicName, key: string, value: Uint8Array): number | undefined {
    if (!this.keepsMessages(topic)) return undefined;
    const groups = [...this.groupsOf(topic)].flatMap(([name, { isShared }]) => (isShared ? [name] : []));
    return groups.length === 0 ? undefined : this.journal?.keep({ topic, key, value, groups });
  }

  private groupsOf(topic: TopicName): Map<string, ConsumerGroup> {
    requireKnownTopic(topic);
    return this.groups.get(topic) ?? new Map<string, ConsumerGroup>();
  }
}

const toEntry = (message: Pick<LogEntry, 'topic' | 'key' | 'value' | 'journalSequence'>): LogEntry => ({
  ...message,
  partition: partitionOf(message.key, topics[message.topic].partitions),
  attempts: 0,
  isAcknowledged: false,
});
