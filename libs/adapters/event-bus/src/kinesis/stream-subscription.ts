import type { Clock, Logger, Subscription } from '@earshot/ports';
import { Backoff } from './backoff.js';
import { isGone, kinesisErrorCode } from './kinesis-errors.js';
import type { KinesisStream } from './kinesis-streams.js';
import { raceWithClose } from './read/race-with-close.js';
import type { StreamReading } from './stream-reading-factory.js';

export interface StreamSubscriptionOptions {
  /** What the log calls the stream. */
  readonly topic: string;
  /** Resolves when the stream can be read. */
  findStream(signal: AbortSignal): Promise<KinesisStream>;
  /** The stream does not exist any more. */
  forgetStream(): void;
  /** `hasRead`: this subscription has read a stream of this name before. */
  openReading(stream: KinesisStream, hasRead: boolean, signal: AbortSignal): StreamReading;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  onClosed(): void;
}

/** One subscriber of one stream. It starts reading again when the stream was deleted and created again. */
export class StreamSubscription implements Subscription {
  /** Resolves when the subscription reads for the first time. */
  readonly ready: Promise<void>;
  private readonly closing = new AbortController();
  private readonly ended: Promise<void>;
  private reading: StreamReading | undefined;
  private resolveReady = () => {};

  constructor(private readonly options: StreamSubscriptionOptions) {
    this.ready = new Promise((resolve) => (this.resolveReady = resolve));
    this.ended = this.readUntilClosed();
  }

  /** Unacknowledged messages by shard. Undefined while nothing is read. */
  get backlogs(): ReadonlyMap<string, number> | undefined {
    return this.reading?.backlogs;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.reading?.close();
    await this.ended;
    this.options.onClosed();
  }

  private async readUntilClosed(): Promise<void> {
    const { clock, random, logger, topic, findStream, forgetStream, openReading } = this.options;
    const { signal } = this.closing;
    const backoff = new Backoff(clock, random, signal);
    let hasRead = false;
    while (!signal.aborted) {
      try {
        const stream = await raceWithClose(findStream(signal), signal);
        this.reading = openReading(stream, hasRead, signal);
        await this.reading.ready;
        this.resolveReady();
        backoff.reset();
        hasRead = true;
        if ((await this.reading.ended) === 'gone') forgetStream();
      } catch (error) {
        if (signal.aborted) break;
        if (isGone(error)) forgetStream();
        logger.warn({ code: kinesisErrorCode(error), topic }, 'Earshot cannot read a Kinesis stream yet');
        await backoff.pauseAfterFailure();
      }
    }
    this.resolveReady();
  }
}
