import type { StreamDescriptionSummary } from '@aws-sdk/client-kinesis';
import { topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { pause, type Clock, type Logger } from '@earshot/ports';
import { busClosed } from '../shared/bus-failures.js';
import { Backoff } from './backoff.js';
import type { KinesisApi } from './kinesis-api.js';
import { busUnavailable, isGone, kinesisErrorCode } from './kinesis-errors.js';
import type { KinesisSettings } from './kinesis-settings.js';

export interface KinesisStream {
  readonly name: string;
  readonly arn: string;
  /** Name and creation time. A stream that is deleted and created again gets another id and starts without checkpoints. */
  readonly id: string;
}

export interface KinesisStreamsOptions {
  readonly api: KinesisApi;
  readonly settings: Pick<KinesisSettings, 'streamPrefix' | 'maxShards' | 'createsStreams'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Aborted when the bus closes. */
  readonly signal: AbortSignal;
}

/** The shortest retention of Kinesis. */
const MIN_RETENTION_HOURS = 24;
const CHECK_STATUS_EVERY_MS = 250;

/** The stream of each topic. Creates the missing ones and retries for ever while Kinesis does not answer. */
export class KinesisStreams {
  private readonly found = new Map<TopicName, Promise<KinesisStream>>();

  constructor(private readonly options: KinesisStreamsOptions) {}

  /** Resolves when the stream is ready. Rejects with `BUS_CLOSED` if the bus closes first. */
  findOrCreate(topic: TopicName): Promise<KinesisStream> {
    const stream = this.found.get(topic) ?? this.findOrCreateWithRetry(topic);
    this.found.set(topic, stream);
    return stream;
  }

  /** Forgets a stream that was deleted. The next call of `findOrCreate` creates it again. */
  forget(topic: TopicName): void {
    this.found.delete(topic);
  }

  /** Rejects with a retryable failure while Kinesis does not answer. */
  async ping(): Promise<void> {
    const { api, settings } = this.options;
    try {
      await api.describeStream(streamName('calls.audio', settings.streamPrefix));
    } catch (error) {
      if (isGone(error)) return;
      throw busUnavailable(error);
    }
  }

  private async findOrCreateWithRetry(topic: TopicName): Promise<KinesisStream> {
    const { api, settings, clock, logger, random, signal } = this.options;
    const name = streamName(topic, settings.streamPrefix);
    const backoff = new Backoff(clock, random, signal);
    while (!signal.aborted) {
      try {
        const stream = await this.prepareIfReady(topic, name, await api.describeStream(name));
        if (stream !== undefined) return stream;
        await pause(clock, CHECK_STATUS_EVERY_MS, signal);
      } catch (error) {
        if (isGone(error) && settings.createsStreams && (await this.create(topic, name))) continue;
        logger.warn({ code: kinesisErrorCode(error), stream: name }, 'Earshot waits for a Kinesis stream');
        await backoff.pauseAfterFailure();
      }
    }
    throw busClosed();
  }

  /** Returns false when Kinesis refused. A stream that another process creates at the same time counts as created. */
  private async create(topic: TopicName, name: string): Promise<boolean> {
    const { api, settings, logger } = this.options;
    const shards = Math.min(topics[topic].partitions, settings.maxShards);
    try {
      await api.createStream({ StreamName: name, ShardCount: shards });
      logger.info({ stream: name, shards }, 'Earshot created a Kinesis stream');
      return true;
    } catch (error) {
      const code = kinesisErrorCode(error);
      if (code === 'ResourceInUseException') return true;
      logger.warn({ code, stream: name }, 'Kinesis refused to create a stream');
      return false;
    }
  }

  private async prepareIfReady(
    topic: TopicName,
    name: string,
    summary: StreamDescriptionSummary | undefined,
  ): Promise<KinesisStream | undefined> {
    if (!isReadable(summary)) return undefined;
    await this.extendRetention(topic, name, summary);
    return streamOf(name, summary);
  }

  private async extendRetention(topic: TopicName, name: string, summary: StreamDescriptionSummary): Promise<void> {
    const { api, settings, logger } = this.options;
    const definition: TopicDefinition = topics[topic];
    const hours = Math.max(MIN_RETENTION_HOURS, definition.retentionHours);
    if (!settings.createsStreams || hours <= (summary.RetentionPeriodHours ?? 0)) return;
    try {
      await api.increaseRetention({ StreamName: name, RetentionPeriodHours: hours });
    } catch (error) {
      // Another process did it at the same time, or this one may not. The stream works either way.
      logger.warn({ code: kinesisErrorCode(error), stream: name }, 'Kinesis did not extend the retention of a stream');
    }
  }
}

export const isReadable = (summary: StreamDescriptionSummary | undefined): summary is StreamDescriptionSummary =>
  summary?.StreamStatus === 'ACTIVE' || summary?.StreamStatus === 'UPDATING';

export const streamOf = (name: string, summary: StreamDescriptionSummary): KinesisStream => ({
  name,
  arn: summary.StreamARN ?? '',
  id: streamId(name, summary),
});

export const streamId = (name: string, summary: StreamDescriptionSummary | undefined): string =>
  `${name}@${summary?.StreamCreationTimestamp?.getTime() ?? 0}`;

const streamName = (topic: TopicName, prefix: string): string => `${prefix}${topic.replace(/[^a-zA-Z0-9_.-]/g, '-')}`;
