import {
  Failure,
  pause,
  type Clock,
  type Logger,
  type NewId,
  type RecordReading,
  type RecordStreams,
  type ShardLeases,
  type Subscription,
} from '@earshot/ports';
import { KinesisApi } from './kinesis-api.js';
import type { KinesisSettings } from './kinesis-settings.js';
import { isReadable, streamOf, type KinesisStream } from './kinesis-streams.js';
import type { StreamSubscriber } from './read/shard-reader.js';
import { StreamReadingFactory } from './stream-reading-factory.js';
import { StreamSubscription } from './stream-subscription.js';

export interface KinesisRecordStreamsOptions {
  readonly settings: KinesisSettings;
  /** All processes share it. It knows which member reads which shard, and how far. */
  readonly leases: ShardLeases;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

const CHECK_STATUS_EVERY_MS = 1_000;
/** Records of others are small and cheap; a record that waits for its effect holds no more than its position. */
const WINDOW = { maxUnhandledMessages: 1_024, maxUnhandledBytes: 4 * 1_048_576, maxUnacknowledged: 65_536 };

/** Reads Kinesis streams that other programs write, with the leases and checkpoints of the bus. It changes no stream. */
export class KinesisRecordStreams implements RecordStreams {
  private readonly api: KinesisApi;
  private readonly readingFactory: StreamReadingFactory;
  private readonly subscriptions = new Set<StreamSubscription>();
  private readonly random = Math.random;

  constructor(private readonly options: KinesisRecordStreamsOptions) {
    const { settings, leases, clock, newId, logger } = options;
    this.api = new KinesisApi(settings);
    this.readingFactory = new StreamReadingFactory({
      ...{ api: this.api, leases, settings, clock, logger, newId },
      random: this.random,
    });
  }

  readRecords(reading: RecordReading): Subscription {
    const { clock, logger } = this.options;
    const { stream: name, group } = reading;
    const subscriber = toSubscriber(reading);
    const subscription = new StreamSubscription({
      ...{ topic: name, clock, logger, random: this.random },
      findStream: (signal) => this.waitForStream(name, signal),
      forgetStream: () => undefined,
      openReading: (stream, _hasRead, signal) => this.readingFactory.openForGroup(subscriber, group, stream, signal),
      onClosed: () => this.subscriptions.delete(subscription),
    });
    this.subscriptions.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    await this.api.close();
  }

  /** Rejects with Kinesis' error while there is no such stream. */
  private async waitForStream(name: string, signal: AbortSignal): Promise<KinesisStream> {
    while (!signal.aborted) {
      const summary = await this.api.describeStream(name);
      if (isReadable(summary)) return streamOf(name, summary);
      await pause(this.options.clock, CHECK_STATUS_EVERY_MS, signal);
    }
    throw new Failure('BUS_CLOSED', 'the reader of a stream was closed');
  }
}

const toSubscriber = ({ stream, handle, onLost }: RecordReading): StreamSubscriber => ({
  acknowledge: 'manual',
  window: WINDOW,
  hasParts: false,
  handle: (delivery, { record }) => handle({ ...delivery, ...record, stream }),
  ...(onLost !== undefined && { onLost }),
});
