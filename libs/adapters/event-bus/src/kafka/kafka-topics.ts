import { MAX_EVENT_BYTES, topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { requireKnownTopic } from '../shared/bus-failures.js';
import type { KafkaConnection } from './kafka-connection.js';

/** A topic as it exists on the brokers. */
export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
}

/** Room for the key, the headers and the batch around a message of the maximum size. */
const OVERHEAD_BYTES = 64 * 1_024;
const CREATE_TIMEOUT_MS = 10_000;

/** The topics of `topics.ts` on the brokers. Creates the missing ones. */
export class KafkaTopics {
  private readonly found = new Map<TopicName, Promise<KafkaTopic>>();

  constructor(private readonly connection: KafkaConnection) {}

  /** Resolves when the topic exists. Waits while the brokers are unreachable. */
  findOrCreate(topic: TopicName): Promise<KafkaTopic> {
    const found = this.found.get(topic);
    if (found !== undefined) return found;
    const finding = this.connection.retryUntilDone(`find or create ${topic}`, () => this.findOrCreateOnce(topic));
    this.found.set(topic, finding);
    finding.catch(() => this.found.delete(topic));
    return finding;
  }

  private async findOrCreateOnce(topic: TopicName): Promise<KafkaTopic> {
    requireKnownTopic(topic);
    const definition: TopicDefinition = topics[topic];
    const name = `${this.connection.settings.topicPrefix}${topic}`;
    const partitions = (await this.countPartitions(name)) ?? (await this.create(name, definition));
    if (partitions < definition.partitions) {
      // Adding partitions would move running calls to other partitions. Only an operator may decide that.
      this.connection.log.warn(
        { topic: name, partitions, expected: definition.partitions },
        'a Kafka topic has fewer partitions than Earshot wants; Earshot uses what exists',
      );
    }
    return { name, partitions };
  }

  private async countPartitions(name: string): Promise<number | undefined> {
    try {
      const metadata = await this.connection.request((admin) => admin.fetchTopicMetadata({ topics: [name] }));
      return metadata.topics[0]?.partitions.length;
    } catch (error) {
      if ((error as { type?: unknown }).type === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
      throw error;
    }
  }

  private async create(name: string, definition: TopicDefinition): Promise<number> {
    const { replicationFactor } = this.connection.settings;
    // False when another process created the topic at the same time.
    const isCreated = await this.connection.request((admin) =>
      admin.createTopics({
        timeout: CREATE_TIMEOUT_MS,
        waitForLeaders: true,
        topics: [
          {
            topic: name,
            numPartitions: definition.partitions,
            replicationFactor: replicationFactor ?? -1,
            configEntries: [
              { name: 'retention.ms', value: String(definition.retentionHours * 3_600_000) },
              { name: 'max.message.bytes', value: String(MAX_EVENT_BYTES + OVERHEAD_BYTES) },
            ],
          },
        ],
      }),
    );
    if (isCreated) {
      this.connection.log.info({ topic: name, partitions: definition.partitions }, 'Earshot created a Kafka topic');
    }
    const partitions = await this.countPartitions(name);
    if (partitions === undefined)
      throw new Failure('BUS_UNAVAILABLE', `topic ${name} does not exist yet`, { retryable: true });
    return partitions;
  }
}
