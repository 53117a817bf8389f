import type { Message, Producer } from 'kafkajs';
import { waitAtMost } from '../shared/wait-at-most.js';
import { loadKafkajs } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';

const DISCONNECT_LIMIT_MS = 3_000;
const GZIP = 1;

/** Messages of one topic. Each message names its partition. */
export interface KafkaBatch {
  readonly topic: string;
  readonly messages: readonly Message[];
}

/**
 * The idempotent producer of kafkajs, replaced when it cannot recover. The broker recognises a batch that the same producer
 * sends again. A batch that a new producer sends again may be stored twice, which at-least-once delivery allows.
 */
export class KafkaProducer {
  private current: Promise<Producer> | undefined;

  constructor(private readonly connection: KafkaConnection) {}

  /** Makes one attempt, in which the client retries for some seconds. Resolves when all replicas have the batch. */
  async send(batch: KafkaBatch): Promise<void> {
    const producer = await (this.current ??= this.connect());
    const { compression } = this.connection.settings;
    await producer.send({
      topic: batch.topic,
      messages: [...batch.messages],
      acks: -1,
      ...(compression === 'gzip' && { compression: GZIP }),
    });
  }

  /** Lets the next attempt use a new producer. */
  replace(): void {
    const old = this.current;
    this.current = undefined;
    old?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    if (last === undefined) return;
    await waitAtMost(
      this.connection.clock,
      DISCONNECT_LIMIT_MS,
      last.then((producer) => producer.disconnect()),
    );
  }

  private async connect(): Promise<Producer> {
    try {
      const [kafka, { Partitioners }] = await Promise.all([this.connection.kafka(), loadKafkajs()]);
      const producer = kafka.producer({
        idempotent: true,
        allowAutoTopicCreation: false,
        // Not used, because every message names its partition.
        createPartitioner: Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      return producer;
    } catch (error) {
      this.current = undefined;
      throw error;
    }
  }
}
