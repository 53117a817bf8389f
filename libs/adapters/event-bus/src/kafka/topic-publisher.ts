import { MAX_EVENT_BYTES } from '@earshot/contracts';
import { Failure, type Clock } from '@earshot/ports';
import type { KafkaConnection } from './kafka-connection.js';
import { busClosed, isTooLarge, kafkaFailure } from './kafka-failure.js';
import type { KafkaProducer } from './kafka-producer.js';

interface Waiting {
  readonly key: string;
  readonly value: Uint8Array;
  readonly partition: number;
  resolve(): void;
  reject(failure: Failure): void;
}

const MAX_BATCH_MESSAGES = 5_000;
/** A batch of one partition may not be larger than its topic allows, which is one message of the largest size. */
const MAX_BATCH_BYTES = MAX_EVENT_BYTES;
const BYTES_AROUND_A_MESSAGE = 100;
/** Failed tries after which the producer itself is no longer trusted. */
const TRIES_PER_PRODUCER = 3;

/**
 * The messages of one topic on their way out: batched, at most one batch in the time of the linger, and only one under
 * way, so that messages of a key keep their order whatever is tried again. A publisher waits until its message is safe.
 */
export class PublishLane {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  private lastBatchMs = 0;
  private readonly clock: Clock;

  constructor(
    private readonly topic: string,
    private readonly connection: KafkaConnection,
    private readonly producer: KafkaProducer,
  ) {
    this.clock = connection.clock;
  }

  publish(partition: number, key: string, value: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ partition, key, value, resolve, reject });
      this.running ??= this.run().finally(() => (this.running = undefined));
    });
  }

  /** Resolves when nothing waits any more. */
  async flush(): Promise<void> {
    await this.running;
  }

  /** Turns away whoever still waits. */
  rejectAll(): void {
    for (const message of this.waiting.splice(0)) message.reject(busClosed());
  }

  private async run(): Promise<void> {
    // Messages published in the same turn of the event loop travel together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const pauseMs = this.lastBatchMs + this.connection.settings.lingerMs - this.clock.nowMs();
      if (pauseMs > 0) await new Promise<void>((resolve) => this.clock.schedule(pauseMs, resolve));
      this.lastBatchMs = this.clock.nowMs();
      await this.deliver(this.takeBatch());
    }
  }

  private takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { value, key } of this.waiting) {
      bytes += value.length + key.length + BYTES_AROUND_A_MESSAGE;
      if (count === MAX_BATCH_MESSAGES || (count > 0 && bytes > MAX_BATCH_BYTES)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async deliver(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.sendUntilSafe(batch);
      for (const message of batch) message.resolve();
    } catch (error) {
      if (isTooLarge(error)) return this.refuseTooLarge(batch);
      const failure = kafkaFailure(error);
      for (const message of batch) message.reject(failure);
    }
  }

  private async sendUntilSafe(batch: readonly Waiting[]): Promise<void> {
    // Made once: a batch that is tried again must be the same for the broker to recognise it.
    const messages = batch.map(({ partition, key, value }) => ({
      partition,
      key,
      value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    }));
    let tries = 0;
    const refused = await this.connection.untilDone(`publishing on ${this.topic}`, async () => {
      try {
        await this.producer.send({ topic: this.topic, messages });
      } catch (error) {
        if (isTooLarge(error)) return error;
        tries += 1;
        if (tries % TRIES_PER_PRODUCER === 0 || isRefusal(error)) this.producer.renew();
        throw error;
      }
      return undefined;
    });
    if (refused !== undefined) throw refused;
  }

  /** Finds the message that an existing topic with a smaller limit does not take; the others of the batch go out. */
  private async refuseTooLarge(batch: readonly Waiting[]): Promise<void> {
    // Its numbers no longer fit what the broker has of the batch.
    this.producer.renew();
    if (batch.length === 1) {
      const limit = `topic ${this.topic} takes no message of this size; raise its max.message.bytes`;
      batch[0]?.reject(new Failure('BUS_MESSAGE_TOO_LARGE', limit));
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await this.deliver(batch.slice(0, half));
    await this.deliver(batch.slice(half));
  }
}

/** The broker answered and said no for good: numbers out of order, an unknown producer. */
const isRefusal = (error: unknown): boolean => (error as { retriable?: unknown }).retriable === false;
