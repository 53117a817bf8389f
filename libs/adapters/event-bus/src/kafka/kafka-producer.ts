import type { Message, Producer } from 'kafkajs';
import type { KafkaConnection } from './kafka-connection.js';
import { loadKafkajs } from './kafka-client.js';
import { within } from '../shared/wait-at-most.js';

const DISCONNECT_LIMIT_MS = 3_000;
const GZIP = 1;

/** One batch of a topic, each message with its partition. */
export interface KafkaBatch {
  readonly topic: string;
  readonly messages: readonly Message[];
}

/**
 * The client's idempotent producer, made anew when it is beyond help. A batch that is sent again by the same producer
 * is recognised by the broker; one that a new producer sends again may be there twice, which at least once allows.
 */
export class KafkaProducer {
  private current: Promise<Producer> | undefined;

  constructor(private readonly connection: KafkaConnection) {}

  /** One try, in which the client itself tries for some seconds; resolves when all replicas have it. */
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

  /** The next try is made by a fresh producer. */
  renew(): void {
    const old = this.current;
    this.current = undefined;
    old?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    if (last === undefined) return;
    await within(
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
        // Never asked: every message says its partition.
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
