import { pause, type Clock, type Logger, type NewId, type ShardLeases } from '@earshot/ports';
import type { KinesisApi } from './kinesis-api.js';
import type { KinesisSettings } from './kinesis-settings.js';
import type { KinesisStream } from './kinesis-streams.js';
import { GroupLeases } from './leases/group-leases.js';
import { GroupMember } from './leases/group-member.js';
import { OwnedShards } from './leases/owned-shards.js';
import { ShardDirectory } from './leases/shard-directory.js';
import { FanOutConsumer } from './read/fan-out-consumer.js';
import { FAN_OUT_SILENCE_MS, FanOutSource } from './read/fan-out-source.js';
import { InstanceReaders } from './read/instance-readers.js';
import { fetchShardEnd, PollingSource } from './read/polling-source.js';
import { ShardReader, type StreamSubscriber } from './read/shard-reader.js';
import { startAfter } from './read/shard-source.js';

/** Reads a stream for one subscriber until it is closed or the stream does not exist any more. */
export interface StreamReading {
  readonly ready: Promise<void>;
  readonly ended: Promise<'closed' | 'gone'>;
  /** Unacknowledged messages by shard. */
  readonly backlogs: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface StreamReadingFactoryOptions {
  readonly api: KinesisApi;
  readonly leases: ShardLeases;
  readonly settings: Pick<KinesisSettings, 'streamPrefix' | 'fanOut' | 'pollMs' | 'leaseMs'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly newId: NewId;
}

const LIST_SHARDS_EVERY_MS = 10_000;

/** Creates what reads a stream: with leases for a member of a group, without leases for an instance. */
export class StreamReadingFactory {
  constructor(private readonly options: StreamReadingFactoryOptions) {}

  /** `signal` ends the wait for `ready`. */
  openForGroup(subscriber: StreamSubscriber, group: string, stream: KinesisStream, signal: AbortSignal): StreamReading {
    const { settings, clock, logger, newId } = this.options;
    const { leaseMs } = settings;
    const readingEnded = new AbortController();
    const tailSource = this.pollingSource(stream);
    const source = settings.fanOut ? this.fanOutSource(stream, group, readingEnded.signal) : tailSource;
    const directory = this.directory(stream);
    const membership = { scope: { stream: stream.id, group }, member: newId(), leaseMs };
    const leases = new GroupLeases(this.options.leases, membership);
    const onShardEnd = () => directory.expire();
    const member = new GroupMember({
      ...{ leases, directory, clock, logger },
      owned: new OwnedShards({ leases, subscriber, clock, logger, onShardEnd }),
      openReader: (shard, checkpoint, parentTails) =>
        new ShardReader({
          ...{ shard, start: startAfter(checkpoint), parentTails, source, tailSource },
          ...{ subscriber, clock, logger },
        }),
    });
    void member.ended.finally(() => readingEnded.abort());
    return {
      // A group starts at its checkpoints, however late, so the subscriber need not wait for a slow rebalance to end.
      ready: Promise.race([member.settled, pause(clock, 2 * leaseMs, signal)]),
      ended: member.ended,
      close: () => member.close(),
      get backlogs() {
        return member.backlogs;
      },
    };
  }

  /** `fromBeginning`: reads all messages of the stream, not only those that are published from now on. */
  openForInstance(subscriber: StreamSubscriber, stream: KinesisStream, fromBeginning: boolean): StreamReading {
    const { api, clock, logger, random } = this.options;
    const source = this.pollingSource(stream);
    const readers = new InstanceReaders({
      ...{ directory: this.directory(stream), clock, logger, random },
      findStart: async (shard) =>
        fromBeginning ? { from: 'TRIM_HORIZON' } : fetchShardEnd(api, stream.name, shard.id, clock.nowMs()),
      openReader: (shard, start) =>
        new ShardReader({
          ...{ shard, start, parentTails: [], source, tailSource: source },
          ...{ subscriber, clock, logger },
        }),
    });
    const { ready, ended } = readers;
    return { ready, ended, close: () => readers.close(), backlogs: new Map() };
  }

  private directory(stream: KinesisStream): ShardDirectory {
    return new ShardDirectory(this.options.api, stream, LIST_SHARDS_EVERY_MS, this.options.clock);
  }

  private pollingSource(stream: KinesisStream): PollingSource {
    const { api, settings, clock, logger, random } = this.options;
    return new PollingSource({ api, streamName: stream.name, pollMs: settings.pollMs, clock, logger, random });
  }

  private fanOutSource(stream: KinesisStream, group: string, signal: AbortSignal): FanOutSource {
    const { api, settings, clock, logger, random } = this.options;
    const name = consumerName(settings.streamPrefix, group);
    const consumer = new FanOutConsumer({ api, streamArn: stream.arn, name, clock, logger, random, signal });
    return new FanOutSource({ api, consumer, clock, logger, random, maxSilenceMs: FAN_OUT_SILENCE_MS });
  }
}

/** At most 128 letters, digits, dots, hyphens and underscores. */
const consumerName = (prefix: string, group: string): string =>
  `${prefix}${group}`.replace(/[^a-zA-Z0-9_.-]/g, '-').slice(0, 128);
