import { MAX_EVENT_BYTES, topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import {
  Failure,
  type BacklogReader,
  type BusProbe,
  type Clock,
  type Counter,
  type EventBus,
  type Histogram,
  type Logger,
  type Metrics,
  type NewId,
  type SubscribeOptions,
  type Subscription,
} from '@earshot/ports';
import { partitionOf } from '../shared/partition-of.js';
import type { PartitionWindow } from '../shared/partition-dispatcher.js';
import { KafkaConnection } from './kafka-connection.js';
import { busClosed, kafkaFailure } from './kafka-failure.js';
import { KafkaOffsets } from './kafka-offsets.js';
import { KafkaProducer } from './kafka-producer.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaSubscription } from './kafka-subscription.js';
import { KafkaTopics } from './kafka-topics.js';
import { PublishLane } from './topic-publisher.js';
import { within } from '../shared/wait-at-most.js';

export interface KafkaEventBusOptions {
  readonly settings: KafkaSettings;
  /** The service, or whatever the process is called on the brokers. */
  readonly clientName: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const PUBLISH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const FLUSH_LIMIT_MS = 10_000;
const WINDOW_BYTES = 4 * 1_048_576;
/** Positions cost little: a slow call must not hold its neighbours back before this many of their messages passed it. */
const UNACKNOWLEDGED_PER_IN_FLIGHT = 32;

/** The bus on Kafka. Publishing and subscribing wait while the brokers are away; nothing is given up. */
export class KafkaEventBus implements EventBus, BacklogReader, BusProbe {
  readonly isDurable = true;
  private readonly connection: KafkaConnection;
  private readonly topics: KafkaTopics;
  private readonly offsets: KafkaOffsets;
  private readonly producer: KafkaProducer;
  private readonly lanes = new Map<TopicName, PublishLane>();
  private readonly open = new Set<KafkaSubscription>();
  private readonly publishSeconds: Histogram;
  private readonly rejoins: Counter;
  private closing: Promise<void> | undefined;
  /** Handlers that are under way while the bus closes may still publish what they do. */
  private closed = false;

  constructor(private readonly options: KafkaEventBusOptions) {
    const { settings, clientName, clock, logger, metrics } = options;
    this.connection = new KafkaConnection(settings, `earshot-${clientName}`, clock, logger.child({ bus: 'kafka' }));
    this.topics = new KafkaTopics(this.connection);
    this.offsets = new KafkaOffsets(this.connection);
    this.producer = new KafkaProducer(this.connection);
    this.publishSeconds = metrics.histogram('earshot_bus_publish_seconds', 'From publishing to safe', PUBLISH_SECONDS, [
      'topic',
    ]);
    this.rejoins = metrics.counter('earshot_bus_rejoins_total', 'Times that a group was joined again', ['topic']);
  }

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    if (value.length > MAX_EVENT_BYTES) {
      throw new Failure('BUS_MESSAGE_TOO_LARGE', `${value.length} bytes on ${topic}; at most ${MAX_EVENT_BYTES}`);
    }
    this.requireNotClosed();
    const startedMs = this.options.clock.nowMs();
    const { name, partitions } = await this.topics.find(topic);
    this.requireNotClosed();
    let lane = this.lanes.get(topic);
    if (lane === undefined) this.lanes.set(topic, (lane = new PublishLane(name, this.connection, this.producer)));
    await lane.publish(partitionOf(key, partitions), key, value);
    this.publishSeconds.observe((this.options.clock.nowMs() - startedMs) / 1_000, { topic });
  }

  async subscribe(subscriber: SubscribeOptions): Promise<Subscription> {
    this.requireOpen();
    const { topic, as } = subscriber;
    const { name } = await this.topics.find(topic);
    const isGroup = 'group' in as;
    const groupId = isGroup
      ? this.groupId(as.group, topic)
      : this.groupId(`${this.options.clientName}.${this.options.newId()}`, topic);
    const everythingFrom = isGroup ? undefined : await this.ends(name);
    this.requireOpen();
    const subscription = new KafkaSubscription({
      connection: this.connection,
      offsets: this.offsets,
      target: { topic: name, groupId },
      subscriber,
      window: windowOf(topics[topic]),
      rejoins: this.rejoins,
      ...(everythingFrom && { everythingFrom }),
      onClosed: async () => {
        this.open.delete(subscription);
        if (!isGroup) await this.forget(groupId);
      },
    });
    this.open.add(subscription);
    try {
      await subscription.start();
    } catch (error) {
      this.open.delete(subscription);
      throw kafkaFailure(error);
    }
    return subscription;
  }

  async backlogMessages(topic: TopicName, group: string): Promise<number> {
    const { name } = await this.topics.find(topic);
    return this.offsets.backlog(this.groupId(group, topic), name).catch((error: unknown) => {
      throw kafkaFailure(error);
    });
  }

  async ping(): Promise<void> {
    await this.connection
      .ask((admin) => admin.describeCluster())
      .catch((error: unknown) => {
        throw kafkaFailure(error);
      });
  }

  close(): Promise<void> {
    return (this.closing ??= this.finish());
  }

  private async finish(): Promise<void> {
    await Promise.all([...this.open].map((subscription) => subscription.close()));
    this.closed = true;
    await within(this.options.clock, FLUSH_LIMIT_MS, Promise.all([...this.lanes.values()].map((lane) => lane.flush())));
    this.connection.closed = true;
    for (const lane of this.lanes.values()) lane.rejectAll();
    await this.producer.close();
    await this.connection.close();
  }

  private requireOpen(): void {
    if (this.closing !== undefined) throw busClosed();
  }

  private requireNotClosed(): void {
    if (this.closed) throw busClosed();
  }

  private groupId(group: string, topic: TopicName): string {
    return `${this.options.settings.topicPrefix}${group}.${topic}`;
  }

  private async ends(topic: string): Promise<ReadonlyMap<number, number>> {
    const bounds = await this.connection.untilDone('looking up offsets', () => this.offsets.bounds(topic));
    return new Map([...bounds].map(([partition, { end }]) => [partition, end]));
  }

  /** A group of one process and no offsets: brokers drop it by themselves in time, this is tidier. */
  private async forget(groupId: string): Promise<void> {
    const forgetting = this.connection.ask((admin) => admin.deleteGroups([groupId]));
    await within(this.options.clock, 2_000, forgetting);
  }
}

const windowOf = ({ maxInFlight }: TopicDefinition): PartitionWindow => ({
  maxUnhandledMessages: maxInFlight,
  maxUnhandledBytes: WINDOW_BYTES,
  maxUnacknowledged: maxInFlight * UNACKNOWLEDGED_PER_IN_FLIGHT,
});
