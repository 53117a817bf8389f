import { MAX_EVENT_BYTES } from '@earshot/contracts';
import { Failure, pause, type Clock } from '@earshot/ports';
import { busClosed } from '../shared/bus-failures.js';
import type { KafkaConnection } from './kafka-connection.js';
import { isTooLarge, toKafkaFailure } from './kafka-failure.js';
import type { KafkaProducer } from './kafka-producer.js';

interface PendingMessage {
  readonly key: string;
  readonly value: Uint8Array;
  readonly partition: number;
  resolve(): void;
  reject(failure: Failure): void;
}

const MAX_BATCH_MESSAGES = 5_000;
/** The part of a batch for one partition may not exceed the topic's limit, which is one message of the maximum size. */
const MAX_BATCH_BYTES = MAX_EVENT_BYTES;
const BYTES_AROUND_A_MESSAGE = 100;
/** After this many failed attempts the producer itself may be broken, so the publisher replaces it. */
const ATTEMPTS_PER_PRODUCER = 3;

/**
 * Sends the messages of one topic in batches. At most one batch starts per linger time and only one is in flight, so that
 * messages of a key keep their order through every retry. `publish` resolves when its message is safe.
 */
export class TopicPublisher {
  private pending: PendingMessage[] = [];
  private sending: Promise<void> | undefined;
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
      this.pending.push({ partition, key, value, resolve, reject });
      this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
    });
  }

  /** Resolves when no message waits any more. */
  async waitUntilEmpty(): Promise<void> {
    await this.sending;
  }

  /** Rejects every message that still waits. */
  rejectPending(): void {
    for (const message of this.pending.splice(0)) message.reject(busClosed());
  }

  private async sendAll(): Promise<void> {
    // Messages published in one turn of the event loop go into one batch.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.pending.length > 0) {
      const lingerMs = this.lastBatchMs + this.connection.settings.lingerMs - this.clock.nowMs();
      if (lingerMs > 0) await pause(this.clock, lingerMs);
      this.lastBatchMs = this.clock.nowMs();
      await this.sendBatch(this.takeBatch());
    }
  }

  private takeBatch(): PendingMessage[] {
    let bytes = 0;
    let count = 0;
    for (const { value, key } of this.pending) {
      bytes += value.length + key.length + BYTES_AROUND_A_MESSAGE;
      if (count === MAX_BATCH_MESSAGES || (count > 0 && bytes > MAX_BATCH_BYTES)) break;
      count += 1;
    }
    return this.pending.splice(0, count);
  }

  private async sendBatch(batch: readonly PendingMessage[]): Promise<void> {
    try {
      await this.sendUntilSafe(batch);
      for (const message of batch) message.resolve();
    } catch (error) {
      if (isTooLarge(error)) return this.refuseTooLarge(batch);
      const failure = toKafkaFailure(error);
      for (const message of batch) message.reject(failure);
    }
  }

  private async sendUntilSafe(batch: readonly PendingMessage[]): Promise<void> {
    // Built once: the broker recognises a repeated batch only if it is the same.
    const messages = batch.map(({ partition, key, value }) => ({
      partition,
      key,
      value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    }));
    let failures = 0;
    const refusal = await this.connection.retryUntilDone(`publish on ${this.topic}`, async () => {
      try {
        await this.producer.send({ topic: this.topic, messages });
      } catch (error) {
        if (isTooLarge(error)) return error;
        failures += 1;
        if (failures % ATTEMPTS_PER_PRODUCER === 0 || isFinal(error)) this.producer.replace();
        throw error;
      }
      return undefined;
    });
    if (refusal !== undefined) throw refusal;
  }

  /**
   * Handles a batch that a topic with a smaller limit refuses: sends its halves, and rejects a message that is too large on
   * its own.
   */
  private async refuseTooLarge(batch: readonly PendingMessage[]): Promise<void> {
    // The sequence numbers of this producer no longer match those that the broker expects.
    this.producer.replace();
    if (batch.length === 1) {
      const advice = `topic ${this.topic} refuses a message of this size; raise its max.message.bytes`;
      batch[0]?.reject(new Failure('BUS_MESSAGE_TOO_LARGE', advice));
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await this.sendBatch(batch.slice(0, half));
    await this.sendBatch(batch.slice(half));
  }
}

/** Whether the broker answered that no retry helps, for example because of a wrong sequence number or producer id. */
const isFinal = (error: unknown): boolean => (error as { retriable?: unknown }).retriable === false;
