import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  type StreamDescriptionSummary,
} from '@aws-sdk/client-kinesis';
import { topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import { isGone, kinesisErrorCode } from './kinesis-api.js';
import type { KinesisSettings } from './kinesis-settings.js';
import { GrowingPause, pause } from './backoff.js';

export interface KinesisStream {
  readonly name: string;
  readonly arn: string;
  /** Of this stream alone: one that was deleted and made again with the same name has another, and no old checkpoints. */
  readonly id: string;
}

/** Kinesis keeps records for at least so long, and is asked for more above it. */
const LEAST_RETENTION_HOURS = 24;
const STATUS_EVERY_MS = 250;

/** The stream of each topic, made when missing. Tries for ever while Kinesis cannot answer. */
export class KinesisStreams {
  private readonly known = new Map<TopicName, Promise<KinesisStream>>();

  constructor(
    private readonly client: KinesisClient,
    private readonly settings: Pick<KinesisSettings, 'streamPrefix' | 'maxShards' | 'createsStreams'>,
    private readonly tools: { clock: Clock; logger: Logger; random: () => number; signal: AbortSignal },
  ) {}

  /** Rejects with `BUS_CLOSED` when the bus is closed before the stream is there. */
  of(topic: TopicName): Promise<KinesisStream> {
    let stream = this.known.get(topic);
    if (stream === undefined) this.known.set(topic, (stream = this.ensure(topic)));
    return stream;
  }

  /** The stream is not there any more: the next one who asks makes it again. */
  forget(topic: TopicName): void {
    this.known.delete(topic);
  }

  /** Rejects, retryable, while Kinesis cannot answer. */
  async ping(): Promise<void> {
    const name = nameOf('calls.audio', this.settings.streamPrefix);
    try {
      await this.client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    } catch (error) {
      if (isGone(error)) return;
      throw unavailable(error);
    }
  }

  private async ensure(topic: TopicName): Promise<KinesisStream> {
    const { clock, logger, random, signal } = this.tools;
    const name = nameOf(topic, this.settings.streamPrefix);
    const pauses = new GrowingPause(clock, random, signal);
    while (!signal.aborted) {
      try {
        const summary = await this.client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
        const stream = await this.whenReady(topic, name, summary.StreamDescriptionSummary);
        if (stream !== undefined) return stream;
        await pause(clock, STATUS_EVERY_MS, signal);
      } catch (error) {
        if (isGone(error) && this.settings.createsStreams && (await this.create(topic, name))) continue;
        logger.warn({ code: kinesisErrorCode(error), stream: name }, 'a Kinesis stream is not there yet');
        await pauses.wait();
      }
    }
    throw new Failure('BUS_CLOSED', 'the bus is closed');
  }

  /** False when Kinesis refused; somebody else making it at the same time is as good. */
  private async create(topic: TopicName, name: string): Promise<boolean> {
    const shards = Math.min(topics[topic].partitions, this.settings.maxShards);
    try {
      await this.client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
      this.tools.logger.info({ stream: name, shards }, 'Kinesis stream created');
      return true;
    } catch (error) {
      const code = kinesisErrorCode(error);
      if (code === 'ResourceInUseException') return true;
      this.tools.logger.warn({ code, stream: name }, 'Kinesis refuses to create a stream');
      return false;
    }
  }

  private async whenReady(
    topic: TopicName,
    name: string,
    summary: StreamDescriptionSummary | undefined,
  ): Promise<KinesisStream | undefined> {
    if (summary?.StreamStatus !== 'ACTIVE' && summary?.StreamStatus !== 'UPDATING') return undefined;
    await this.keepLongEnough(topic, name, summary);
    return { name, arn: summary.StreamARN ?? '', id: streamIdOf(name, summary) };
  }

  private async keepLongEnough(topic: TopicName, name: string, summary: StreamDescriptionSummary): Promise<void> {
    const definition: TopicDefinition = topics[topic];
    const hours = Math.max(LEAST_RETENTION_HOURS, definition.retentionHours);
    if (!this.settings.createsStreams || hours <= (summary.RetentionPeriodHours ?? 0)) return;
    try {
      await this.client.send(
        new IncreaseStreamRetentionPeriodCommand({ StreamName: name, RetentionPeriodHours: hours }),
      );
    } catch (error) {
      // Somebody else did it at the same time, or it may not be done: the stream works all the same.
      this.tools.logger.warn(
        { code: kinesisErrorCode(error), stream: name },
        'the retention of a stream was not lengthened',
      );
    }
  }
}

export const streamIdOf = (name: string, summary: StreamDescriptionSummary | undefined): string =>
  `${name}@${summary?.StreamCreationTimestamp?.getTime() ?? 0}`;

/** What is not a failure of ours, retryable: Kinesis or the store of leases cannot answer now. */
export const unavailable = (cause: unknown): Failure =>
  cause instanceof Failure
    ? cause
    : new Failure('BUS_UNAVAILABLE', `Kinesis cannot answer (${kinesisErrorCode(cause)}).`, { retryable: true, cause });

const nameOf = (topic: TopicName, prefix: string): string => `${prefix}${topic.replace(/[^a-zA-Z0-9_.-]/g, '-')}`;
