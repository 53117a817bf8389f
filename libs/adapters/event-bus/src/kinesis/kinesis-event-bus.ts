import { randomBytes } from 'node:crypto';
import type { TopicName } from '@earshot/contracts';
import {
  Failure,
  type BacklogReader,
  type BusProbe,
  type Clock,
  type EventBus,
  type Histogram,
  type Logger,
  type Metrics,
  type NewId,
  type ShardLeases,
  type SubscribeOptions,
  type Subscription,
} from '@earshot/ports';
import { busClosed, requireKnownTopic, requireMessageSize } from '../shared/bus-failures.js';
import { publishHistogram } from '../shared/publish-histogram.js';
import { KinesisApi } from './kinesis-api.js';
import { busUnavailable } from './kinesis-errors.js';
import type { KinesisSettings } from './kinesis-settings.js';
import { KinesisStreams, type KinesisStream } from './kinesis-streams.js';
import { KinesisSubscription } from './kinesis-subscription.js';
import { countUnread } from './leases/count-unread.js';
import { listShards } from './leases/shards.js';
import { StreamPublisher } from './publish/stream-publisher.js';
import { PollingSource } from './read/polling-source.js';
import { raceWithClose } from './read/race-with-close.js';
import { StreamReadingFactory } from './stream-reading-factory.js';

export interface KinesisEventBusOptions {
  readonly settings: KinesisSettings;
  /** All processes share it. It knows which member reads which shard, and how far. */
  readonly leases: ShardLeases;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const MAX_KEY_LENGTH = 256;
const FLUSH_LIMIT_MS = 10_000;
const MESSAGE_ID_BYTES = 16;

/**
 * The bus on Kinesis: each topic is a stream, the call id is the partition key, a shard is a partition. The members of a
 * group share the shards by leases. The constructor waits neither for Kinesis nor for the lease store.
 */
export class KinesisEventBus implements EventBus, BacklogReader, BusProbe {
  readonly isDurable = true;
  private readonly api: KinesisApi;
  private readonly streams: KinesisStreams;
  private readonly readingFactory: StreamReadingFactory;
  private readonly random = Math.random;
  private readonly publishers = new Map<TopicName, StreamPublisher>();
  private readonly subscriptions = new Set<KinesisSubscription>();
  private readonly publishSeconds: Histogram;
  private readonly ended = new AbortController();
  private closing: Promise<void> | undefined;
  /** Set later than `closing`: handlers that finish while the bus closes may still publish. */
  private refusesPublish = false;

  constructor(private readonly options: KinesisEventBusOptions) {
    const { settings, leases, clock, newId, logger, metrics } = options;
    const { random } = this;
    this.api = new KinesisApi(settings);
    this.streams = new KinesisStreams({ api: this.api, settings, clock, logger, random, signal: this.ended.signal });
    this.readingFactory = new StreamReadingFactory({ api: this.api, leases, settings, clock, logger, random, newId });
    this.publishSeconds = publishHistogram(metrics);
  }

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    requireMessageSize(topic, value);
    // Kinesis would refuse the whole request, with the messages of other calls, on every attempt.
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw new Failure('BUS_BAD_KEY', `a key of ${key.length} characters on ${topic}; 1 to ${MAX_KEY_LENGTH}`);
    }
    if (this.refusesPublish) throw busClosed();
    const { clock } = this.options;
    const startedMs = clock.nowMs();
    await this.publisherOf(topic).publish(key, value);
    this.publishSeconds.observe((clock.nowMs() - startedMs) / 1_000, { topic });
  }

  /** `publish` resolves when the stream keeps the message. */
  async whenDurable(): Promise<void> {}

  async subscribe(subscriber: SubscribeOptions): Promise<Subscription> {
    if (this.closing !== undefined) throw busClosed();
    requireKnownTopic(subscriber.topic);
    const { clock, logger } = this.options;
    const subscription = new KinesisSubscription(subscriber, {
      streams: this.streams,
      readingFactory: this.readingFactory,
      ...{ clock, logger, random: this.random },
      onClosed: () => this.subscriptions.delete(subscription),
    });
    this.subscriptions.add(subscription);
    await subscription.ready;
    return subscription;
  }

  /**
   * Exact for messages that a member read and did not acknowledge. Unread ones are estimated from their age and the recent
   * rate, or counted in shards without a reader. Figures of other processes are about a second old.
   */
  async backlogMessages(topic: TopicName, group: string): Promise<number> {
    const stream = await raceWithClose(this.streams.findOrCreate(topic), this.ended.signal);
    return this.countBacklog(topic, group, stream).catch((error: unknown) => {
      throw busUnavailable(error);
    });
  }

  ping(): Promise<void> {
    return this.streams.ping();
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeOnce());
  }

  private async closeOnce(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    this.refusesPublish = true;
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.close(FLUSH_LIMIT_MS)));
    this.ended.abort();
    await this.api.close();
  }

  private async countBacklog(topic: TopicName, group: string, stream: KinesisStream): Promise<number> {
    const { leases, clock, logger } = this.options;
    const shards = await listShards(this.api, stream.name);
    const table = await leases.read({ stream: stream.id, group });
    const leaseOf = new Map(table.leases.map((lease) => [lease.shard, lease]));
    const own = new Map(
      [...this.subscriptions].flatMap((subscription) => [...(subscription.backlogsOf(topic, group) ?? [])]),
    );
    const source = new PollingSource({
      ...{ api: this.api, streamName: stream.name, pollMs: 0 },
      ...{ clock, logger, random: this.random },
    });
    const backlogs = shards.map(async ({ id }) => {
      const lease = leaseOf.get(id);
      if (lease?.isFinished === true) return 0;
      const reported = own.get(id) ?? (lease?.owner == null ? undefined : lease.backlogMessages);
      return reported ?? countUnread(source, id, lease?.checkpoint ?? null, clock);
    });
    return (await Promise.all(backlogs)).reduce((sum, messages) => sum + messages, 0);
  }

  private publisherOf(topic: TopicName): StreamPublisher {
    let publisher = this.publishers.get(topic);
    if (publisher !== undefined) return publisher;
    requireKnownTopic(topic);
    publisher = this.createPublisher(topic);
    this.publishers.set(topic, publisher);
    return publisher;
  }

  private createPublisher(topic: TopicName): StreamPublisher {
    const { settings, clock, logger } = this.options;
    return new StreamPublisher({
      lingerMs: settings.lingerMs,
      ...{ clock, logger, random: this.random },
      newMessageId: () => randomBytes(MESSAGE_ID_BYTES),
      putRecords: async (records, signal) => {
        const { name } = await raceWithClose(this.streams.findOrCreate(topic), signal);
        return this.api.putRecords({ StreamName: name, Records: records }, signal);
      },
      restoreStream: async (signal) => {
        this.streams.forget(topic);
        await raceWithClose(this.streams.findOrCreate(topic), signal);
      },
    });
  }
}
