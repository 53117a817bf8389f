import { topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import type { Clock, Logger, Metrics, NewId, ShardLeases, SubscribeOptions, Subscription } from '@earshot/ports';
import type { PartitionWindow } from '../shared/partition-dispatcher.js';
import { FanOutConsumer } from './read/fan-out-consumer.js';
import { FAN_OUT_SILENCE_MS, FanOutSource } from './read/fan-out-source.js';
import { GroupMember } from './leases/group-member.js';
import { InstanceReaders } from './read/instance-readers.js';
import { isGone, kinesisErrorCode, type KinesisClients } from './kinesis-api.js';
import type { KinesisSettings } from './kinesis-settings.js';
import type { KinesisStream, KinesisStreams } from './kinesis-streams.js';
import { GrowingPause, pause } from './backoff.js';
import { latestOf, PollingSource } from './read/polling-source.js';
import { ShardDirectory } from './leases/shard-directory.js';
import { ShardReader } from './read/shard-reader.js';
import { unlessAborted } from './read/race-with-close.js';
import { startAfter, type ShardSource, type ShardStart } from './read/shard-source.js';
import type { Shard, Tail } from './leases/shards.js';

export interface KinesisTools {
  readonly clients: KinesisClients;
  readonly streams: KinesisStreams;
  readonly leases: ShardLeases;
  readonly settings: KinesisSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly newId: NewId;
  readonly metrics: Metrics;
}

/** Either side of a subscription: what reads a stream until it is closed, or the stream is not there any more. */
interface Reading {
  readonly ready: Promise<void>;
  readonly ended: Promise<'closed' | 'gone'>;
  readonly backlogs: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const SHARDS_EVERY_MS = 10_000;
const WINDOW_BYTES = 4 * 1_048_576;
/** Positions cost little: a slow call must not hold its neighbours back before this many of their messages passed it. */
const UNACKNOWLEDGED_PER_IN_FLIGHT = 32;

/** One subscriber's reading of one topic, begun again when the stream was deleted and made anew. */
export class KinesisSubscription implements Subscription {
  /** Resolves when the first reading is under way. */
  readonly ready: Promise<void>;
  private readonly closing = new AbortController();
  private readonly ended: Promise<void>;
  private reading: Reading | undefined;
  private setReady = () => {};

  constructor(
    private readonly options: SubscribeOptions,
    private readonly tools: KinesisTools,
    /** Called once closed. */
    private readonly onClosed: (subscription: KinesisSubscription) => void,
  ) {
    this.ready = new Promise((resolve) => (this.setReady = resolve));
    this.ended = this.live();
  }

  /** Messages of each shard that this process works on for the group; none when it is another's subscription. */
  backlogs(topic: TopicName, group: string): ReadonlyMap<string, number> | undefined {
    const isIt = this.options.topic === topic && 'group' in this.options.as && this.options.as.group === group;
    return isIt ? this.reading?.backlogs : undefined;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.reading?.close();
    await this.ended;
    this.onClosed(this);
  }

  private async live(): Promise<void> {
    const { clock, random, logger, streams } = this.tools;
    const { signal } = this.closing;
    const pauses = new GrowingPause(clock, random, signal);
    let isAgain = false;
    while (!signal.aborted) {
      try {
        const stream = await unlessAborted(streams.of(this.options.topic), signal);
        this.reading =
          'group' in this.options.as ? this.asGroup(stream, this.options.as.group) : this.asInstance(stream, isAgain);
        await this.reading.ready;
        this.setReady();
        pauses.reset();
        isAgain = true;
        if ((await this.reading.ended) === 'gone') streams.forget(this.options.topic);
      } catch (error) {
        if (signal.aborted) break;
        if (isGone(error)) streams.forget(this.options.topic);
        logger.warn({ code: kinesisErrorCode(error), topic: this.options.topic }, 'a stream cannot be read yet');
        await pauses.wait();
      }
    }
    this.setReady();
  }

  private asGroup(stream: KinesisStream, group: string): Reading {
    const { leases, settings, clock, logger, newId } = this.tools;
    const polling = this.pollingSource(stream);
    const stop = new AbortController();
    const source = settings.fanOut ? this.fanOutSource(stream, group, stop.signal) : polling;
    const member = new GroupMember({
      member: newId(),
      scope: { stream: stream.id, group },
      leases,
      leaseMs: settings.leaseMs,
      subscriber: this.options,
      directory: this.directory(stream),
      clock,
      logger,
      open: (shard, checkpoint, tails) => this.open(shard, startAfter(checkpoint), tails, source, polling),
    });
    void member.ended.finally(() => stop.abort());
    return {
      // Begins where the group was, however late: whoever subscribes need not wait for the whole of a slow sharing out.
      ready: Promise.race([member.settled, pause(clock, 2 * settings.leaseMs, this.closing.signal)]),
      ended: member.ended,
      close: () => member.close(),
      get backlogs() {
        return member.backlogs;
      },
    };
  }

  private asInstance(stream: KinesisStream, isAgain: boolean): Reading {
    const { clients, clock, logger, random } = this.tools;
    const source = this.pollingSource(stream);
    const readers = new InstanceReaders({
      directory: this.directory(stream),
      clock,
      logger,
      random,
      // Of a stream that was made anew everything is news.
      start: async (shard) =>
        isAgain ? { from: 'TRIM_HORIZON' } : latestOf(clients.requests, stream.name, shard.id, clock.nowMs()),
      open: (shard, start) => this.open(shard, start, [], source, source),
    });
    const { ready, ended } = readers;
    return { ready, ended, close: () => readers.close(), backlogs: new Map() };
  }

  private open(
    shard: Shard,
    start: ShardStart,
    tails: readonly Tail[],
    source: ShardSource,
    tailSource: ShardSource,
  ): ShardReader {
    const { clock, logger } = this.tools;
    const { topic } = this.options;
    const window = windowOf(topics[topic]);
    return new ShardReader({
      topic,
      shard,
      start,
      tails,
      source,
      tailSource,
      subscriber: this.options,
      window,
      clock,
      logger,
    });
  }

  private directory(stream: KinesisStream): ShardDirectory {
    return new ShardDirectory(this.tools.clients.requests, stream, SHARDS_EVERY_MS, this.tools.clock);
  }

  private pollingSource(stream: KinesisStream): PollingSource {
    const { clients, settings, clock, logger, random } = this.tools;
    return new PollingSource({
      client: clients.requests,
      streamName: stream.name,
      pollMs: settings.pollMs,
      clock,
      logger,
      random,
    });
  }

  private fanOutSource(stream: KinesisStream, group: string, signal: AbortSignal): FanOutSource {
    const { clients, settings, clock, logger, random } = this.tools;
    const name = consumerName(settings.streamPrefix, group);
    const consumer = new FanOutConsumer({
      client: clients.requests,
      streamArn: stream.arn,
      name,
      clock,
      logger,
      random,
      signal,
    });
    return new FanOutSource({ client: clients.pushes, consumer, clock, logger, random, silenceMs: FAN_OUT_SILENCE_MS });
  }
}

/** At most 128 letters, digits, dots, hyphens and underscores. */
const consumerName = (prefix: string, group: string): string =>
  `${prefix}${group}`.replace(/[^a-zA-Z0-9_.-]/g, '-').slice(0, 128);

const windowOf = ({ maxInFlight }: TopicDefinition): PartitionWindow => ({
  maxUnhandledMessages: maxInFlight,
  maxUnhandledBytes: WINDOW_BYTES,
  maxUnacknowledged: maxInFlight * UNACKNOWLEDGED_PER_IN_FLIGHT,
});
