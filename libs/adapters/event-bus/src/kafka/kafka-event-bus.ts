import type { TopicName } from '@earshot/contracts';
import type {
  BacklogReader,
  BusProbe,
  Clock,
  Counter,
  EventBus,
  Histogram,
  Logger,
  Metrics,
  NewId,
  SubscribeOptions,
  Subscription,
} from '@earshot/ports';
import { busClosed, requireMessageSize } from '../shared/bus-failures.js';
import { partitionOf } from '../shared/partition-of.js';
import { publishHistogram } from '../shared/publish-histogram.js';
import { waitAtMost } from '../shared/wait-at-most.js';
import { KafkaConnection } from './kafka-connection.js';
import { toKafkaFailure } from './kafka-failure.js';
import { KafkaOffsets } from './kafka-offsets.js';
import { KafkaProducer } from './kafka-producer.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaSubscription } from './kafka-subscription.js';
import { KafkaTopics } from './kafka-topics.js';
import { TopicPublisher } from './topic-publisher.js';

export interface KafkaEventBusOptions {
  readonly settings: KafkaSettings;
  /** The name of the process on the brokers, usually that of its service. */
  readonly clientName: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const FLUSH_LIMIT_MS = 10_000;
const DELETE_GROUP_LIMIT_MS = 2_000;

/** The bus on Kafka. While the brokers are unreachable, `publish` and `subscribe` wait. */
export class KafkaEventBus implements EventBus, BacklogReader, BusProbe {
  readonly isDurable = true;
  private readonly connection: KafkaConnection;
  private readonly topics: KafkaTopics;
  private readonly offsets: KafkaOffsets;
  private readonly producer: KafkaProducer;
  private readonly publishers = new Map<TopicName, TopicPublisher>();
  private readonly subscriptions = new Set<KafkaSubscription>();
  private readonly publishSeconds: Histogram;
  private readonly rejoins: Counter;
  private closing: Promise<void> | undefined;
  /** Set later than `closing`: handlers that finish while the bus closes may still publish. */
  private refusesPublish = false;

  constructor(private readonly options: KafkaEventBusOptions) {
    const { settings, clientName, clock, logger, metrics } = options;
    const log = logger.child({ bus: 'kafka' });
    this.connection = new KafkaConnection(settings, `earshot-${clientName}`, clock, log, metrics);
    this.topics = new KafkaTopics(this.connection);
    this.offsets = new KafkaOffsets(this.connection);
    this.producer = new KafkaProducer(this.connection);
    this.publishSeconds = publishHistogram(metrics);
    this.rejoins = metrics.counter('earshot_bus_rejoins_total', 'Times that a subscription joined its group again', [
      'topic',
    ]);
  }

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    requireMessageSize(topic, value);
    this.requirePublishing();
    const startedMs = this.options.clock.nowMs();
    const { name, partitions } = await this.topics.findOrCreate(topic);
    this.requirePublishing();
    await this.publisherOf(topic, name).publish(partitionOf(key, partitions), key, value);
    this.publishSeconds.observe((this.options.clock.nowMs() - startedMs) / 1_000, { topic });
  }

  /** `publish` resolves when the broker keeps the message. */
  async whenDurable(): Promise<void> {}

  async subscribe(subscriber: SubscribeOptions): Promise<Subscription> {
    this.requireOpen();
    const { topic, as } = subscriber;
    const { name } = await this.topics.findOrCreate(topic);
    const isGroup = 'group' in as;
    const group = isGroup ? as.group : `${this.options.clientName}.${this.options.newId()}`;
    const groupId = this.groupId(group, topic);
    const instanceStart = isGroup ? undefined : await this.fetchEnds(name);
    this.requireOpen();
    const subscription = new KafkaSubscription({
      connection: this.connection,
      offsets: this.offsets,
      target: { topic: name, groupId },
      subscriber,
      rejoins: this.rejoins,
      ...(instanceStart && { instanceStart }),
      onClosed: async () => {
        this.subscriptions.delete(subscription);
        if (!isGroup) await this.deleteGroup(groupId);
      },
    });
    this.subscriptions.add(subscription);
    try {
      await subscription.start();
    } catch (error) {
      this.subscriptions.delete(subscription);
      throw toKafkaFailure(error);
    }
    return subscription;
  }

  async backlogMessages(topic: TopicName, group: string): Promise<number> {
    const { name } = await this.topics.findOrCreate(topic);
    return this.offsets.countBacklog(this.groupId(group, topic), name).catch((error: unknown) => {
      throw toKafkaFailure(error);
    });
  }

  async ping(): Promise<void> {
    await this.connection
      .request((admin) => admin.describeCluster())
      .catch((error: unknown) => {
        throw toKafkaFailure(error);
      });
    this.connection.requireAllowed();
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeOnce());
  }

  private async closeOnce(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    this.refusesPublish = true;
    const publishers = [...this.publishers.values()];
    await waitAtMost(
      this.options.clock,
      FLUSH_LIMIT_MS,
      Promise.all(publishers.map((publisher) => publisher.waitUntilEmpty())),
    );
    this.connection.isClosed = true;
    for (const publisher of publishers) publisher.rejectPending();
    await this.producer.close();
    await this.connection.close();
  }

  private requireOpen(): void {
    if (this.closing !== undefined) throw busClosed();
  }

  private requirePublishing(): void {
    if (this.refusesPublish) throw busClosed();
  }

  private publisherOf(topic: TopicName, name: string): TopicPublisher {
    const publisher = this.publishers.get(topic) ?? new TopicPublisher(name, this.connection, this.producer);
    this.publishers.set(topic, publisher);
    return publisher;
  }

  private groupId(group: string, topic: TopicName): string {
    return `${this.options.settings.topicPrefix}${group}.${topic}`;
  }

  private async fetchEnds(topic: string): Promise<ReadonlyMap<number, number>> {
    const bounds = await this.connection.retryUntilDone(`fetch the ends of ${topic}`, () =>
      this.offsets.fetchBounds(topic),
    );
    return new Map([...bounds].map(([partition, { end }]) => [partition, end]));
  }

  /** Deletes the group of one instance. Brokers forget it in time anyway, so one attempt is enough. */
  private async deleteGroup(groupId: string): Promise<void> {
    const deleting = this.connection.request((admin) => admin.deleteGroups([groupId]));
    await waitAtMost(this.options.clock, DELETE_GROUP_LIMIT_MS, deleting);
  }
}
