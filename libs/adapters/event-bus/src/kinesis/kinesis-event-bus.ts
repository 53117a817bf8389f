import { randomBytes } from 'node:crypto';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { MAX_EVENT_BYTES, topics, type TopicName } from '@earshot/contracts';
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
import { countUnowned } from './leases/count-unread.js';
import { createKinesisClients, type KinesisClients } from './kinesis-api.js';
import type { KinesisSettings } from './kinesis-settings.js';
import { KinesisStreams, unavailable, type KinesisStream } from './kinesis-streams.js';
import { KinesisSubscription, type KinesisTools } from './kinesis-subscription.js';
import { PollingSource } from './read/polling-source.js';
import { listShards } from './leases/shards.js';
import { StreamPublisher } from './publish/stream-publisher.js';
import { unlessAborted } from './read/race-with-close.js';

export interface KinesisEventBusOptions {
  readonly settings: KinesisSettings;
  /** Shared by all processes: who reads which shard, and how far. */
  readonly leases: ShardLeases;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const PUBLISH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const MAX_KEY_LENGTH = 256;
const FLUSH_WITHIN_MS = 10_000;

/**
 * The bus on Kinesis: a stream for each topic, the call id as partition key, a shard as partition. Members of a group share
 * the shards by leases; nothing here waits for Kinesis or the leases to be there at the start.
 */
export class KinesisEventBus implements EventBus, BacklogReader, BusProbe {
  readonly isDurable = true;
  private readonly clients: KinesisClients;
  private readonly tools: KinesisTools;
  private readonly publishers = new Map<TopicName, StreamPublisher>();
  private readonly subscriptions = new Set<KinesisSubscription>();
  private readonly ended = new AbortController();
  private readonly publishSeconds: Histogram;
  private closing: Promise<void> | undefined;
  /** Handlers that are under way while the bus closes may still publish what they do. */
  private closed = false;

  constructor({ settings, leases, clock, newId, logger, metrics }: KinesisEventBusOptions) {
    this.clients = createKinesisClients(settings);
    const { clients } = this;
    const random = Math.random;
    const streams = new KinesisStreams(clients.requests, settings, {
      clock,
      logger,
      random,
      signal: this.ended.signal,
    });
    this.tools = { clients, streams, leases, settings, clock, logger, random, newId, metrics };
    this.publishSeconds = metrics.histogram('earshot_bus_publish_seconds', 'From publishing to safe', PUBLISH_SECONDS, [
      'topic',
    ]);
  }

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    if (value.length > MAX_EVENT_BYTES) {
      throw new Failure('BUS_MESSAGE_TOO_LARGE', `${value.length} bytes on ${topic}; at most ${MAX_EVENT_BYTES}`);
    }
    // Kinesis would refuse the whole request for it, with the messages of others, however often it is tried.
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw new Failure('BUS_BAD_KEY', `a key of ${key.length} characters on ${topic}; 1 to ${MAX_KEY_LENGTH}`);
    }
    if (this.closed) throw busClosed();
    const startedMs = this.tools.clock.nowMs();
    await this.publisherOf(topic).publish(key, value);
    this.publishSeconds.observe((this.tools.clock.nowMs() - startedMs) / 1_000, { topic });
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    if (this.closing !== undefined) throw busClosed();
    if (!(options.topic in topics)) throw new Failure('BUS_UNKNOWN_TOPIC', `${options.topic} is not in topics.ts`);
    const subscription = new KinesisSubscription(options, this.tools, (closed) => this.subscriptions.delete(closed));
    this.subscriptions.add(subscription);
    await subscription.ready;
    return subscription;
  }

  /**
   * Exact for what is read and not acknowledged; what is not read yet is estimated from its age and the recent rate, and
   * counted where nobody reads. Other processes say theirs about once a second.
   */
  async backlogMessages(topic: TopicName, group: string): Promise<number> {
    const stream = await unlessAborted(this.tools.streams.of(topic), this.ended.signal);
    return this.countBacklog(topic, group, stream).catch((error: unknown) => {
      throw unavailable(error);
    });
  }

  ping(): Promise<void> {
    return this.tools.streams.ping();
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    this.closed = true;
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.close(FLUSH_WITHIN_MS)));
    this.ended.abort();
    this.clients.destroy();
  }

  private async countBacklog(topic: TopicName, group: string, stream: KinesisStream): Promise<number> {
    const { leases, clients } = this.tools;
    const shards = await listShards(clients.requests, stream.name);
    const table = await leases.read({ stream: stream.id, group });
    const leaseOf = new Map(table.leases.map((lease) => [lease.shard, lease]));
    const own = new Map(
      [...this.subscriptions].flatMap((subscription) => [...(subscription.backlogs(topic, group) ?? [])]),
    );
    const source = new PollingSource({ ...this.tools, client: clients.requests, streamName: stream.name, pollMs: 0 });
    const backlogs = shards.map(async ({ id }) => {
      const lease = leaseOf.get(id);
      if (lease?.isFinished === true) return 0;
      const known = own.get(id) ?? (lease?.owner == null ? undefined : lease.backlogMessages);
      return known ?? countUnowned(source, id, lease?.checkpoint ?? null, this.tools.clock);
    });
    return (await Promise.all(backlogs)).reduce((sum, messages) => sum + messages, 0);
  }

  private publisherOf(topic: TopicName): StreamPublisher {
    let publisher = this.publishers.get(topic);
    if (publisher !== undefined) return publisher;
    if (!(topic in topics)) throw new Failure('BUS_UNKNOWN_TOPIC', `${topic} is not in topics.ts`);
    const { streams, settings, clock, logger, random, clients } = this.tools;
    publisher = new StreamPublisher({
      lingerMs: settings.lingerMs,
      clock,
      logger,
      random,
      newMessageId: () => randomBytes(16),
      put: async (records, signal) => {
        const { name } = await unlessAborted(streams.of(topic), signal);
        const command = new PutRecordsCommand({ StreamName: name, Records: records });
        return (await clients.requests.send(command, { abortSignal: signal })).Records ?? [];
      },
      restore: async (signal) => {
        streams.forget(topic);
        await unlessAborted(streams.of(topic), signal);
      },
    });
    this.publishers.set(topic, publisher);
    return publisher;
  }
}

const busClosed = () => new Failure('BUS_CLOSED', 'the bus is closed');
