import type { TopicName } from '@earshot/contracts';
import type { Clock, Logger, SubscribeOptions, Subscription } from '@earshot/ports';
import { Backoff } from './backoff.js';
import { isGone, kinesisErrorCode } from './kinesis-errors.js';
import type { KinesisStream, KinesisStreams } from './kinesis-streams.js';
import { raceWithClose } from './read/race-with-close.js';
import type { StreamReading, StreamReadingFactory } from './stream-reading-factory.js';

export interface KinesisSubscriptionOptions {
  readonly streams: KinesisStreams;
  readonly readingFactory: StreamReadingFactory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  onClosed(): void;
}

/** One subscriber of one topic. It starts reading again when the stream was deleted and created again. */
export class KinesisSubscription implements Subscription {
  /** Resolves when the subscription reads for the first time. */
  readonly ready: Promise<void>;
  private readonly closing = new AbortController();
  private readonly ended: Promise<void>;
  private reading: StreamReading | undefined;
  private resolveReady = () => {};

  constructor(
    private readonly subscriber: SubscribeOptions,
    private readonly options: KinesisSubscriptionOptions,
  ) {
    this.ready = new Promise((resolve) => (this.resolveReady = resolve));
    this.ended = this.readUntilClosed();
  }

  /** Unacknowledged messages by shard, if this subscription belongs to that group. */
  backlogs(topic: TopicName, group: string): ReadonlyMap<string, number> | undefined {
    const { topic: ownTopic, as } = this.subscriber;
    return ownTopic === topic && 'group' in as && as.group === group ? this.reading?.backlogs : undefined;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.reading?.close();
    await this.ended;
    this.options.onClosed();
  }

  private async readUntilClosed(): Promise<void> {
    const { clock, random, logger, streams } = this.options;
    const { topic } = this.subscriber;
    const { signal } = this.closing;
    const backoff = new Backoff(clock, random, signal);
    let hasRead = false;
    while (!signal.aborted) {
      try {
        const stream = await raceWithClose(streams.findOrCreate(topic), signal);
        this.reading = this.openReading(stream, hasRead);
        await this.reading.ready;
        this.resolveReady();
        backoff.reset();
        hasRead = true;
        if ((await this.reading.ended) === 'gone') streams.forget(topic);
      } catch (error) {
        if (signal.aborted) break;
        if (isGone(error)) streams.forget(topic);
        logger.warn({ code: kinesisErrorCode(error), topic }, 'Earshot cannot read a Kinesis stream yet');
        await backoff.pauseAfterFailure();
      }
    }
    this.resolveReady();
  }

  /** An instance that has read before gets every message of the new stream, because all came after it subscribed. */
  private openReading(stream: KinesisStream, hasRead: boolean): StreamReading {
    const { readingFactory } = this.options;
    const { as } = this.subscriber;
    return 'group' in as
      ? readingFactory.openForGroup(this.subscriber, as.group, stream, this.closing.signal)
      : readingFactory.openForInstance(this.subscriber, stream, hasRead);
  }
}
