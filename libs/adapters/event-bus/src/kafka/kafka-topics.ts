import { MAX_EVENT_BYTES, topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { KafkaConnection } from './kafka-connection.js';

/** A topic as it is on the brokers. */
export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
}

/** Room for keys, headers and the batch around a message of the largest size. */
const OVERHEAD_BYTES = 64 * 1_024;
const CREATE_TIMEOUT_MS = 10_000;

/** The topics of `topics.ts` on the brokers, created where they are missing. */
export class KafkaTopics {
  private readonly known = new Map<TopicName, Promise<KafkaTopic>>();

  constructor(private readonly connection: KafkaConnection) {}

  /** Resolves when the topic is there, however long that takes. */
  find(topic: TopicName): Promise<KafkaTopic> {
    const known = this.known.get(topic);
    if (known !== undefined) return known;
    const finding = this.connection.untilDone('topic', () => this.findOrCreate(topic));
    this.known.set(topic, finding);
    finding.catch(() => this.known.delete(topic));
    return finding;
  }

  private async findOrCreate(topic: TopicName): Promise<KafkaTopic> {
    const definition: TopicDefinition | undefined = topics[topic];
    if (definition === undefined) throw new Failure('BUS_UNKNOWN_TOPIC', `${topic} is not in topics.ts`);
    const name = `${this.connection.settings.topicPrefix}${topic}`;
    const partitions = (await this.partitionsOf(name)) ?? (await this.create(name, definition));
    if (partitions < definition.partitions) {
      // Adding partitions moves calls to others while they run: an operator's act.
      this.connection.log.warn(
        { topic: name, partitions, expected: definition.partitions },
        'a Kafka topic has fewer partitions than it should; using what is there',
      );
    }
    return { name, partitions };
  }

  private async partitionsOf(name: string): Promise<number | undefined> {
    try {
      const metadata = await this.connection.ask((admin) => admin.fetchTopicMetadata({ topics: [name] }));
      return metadata.topics[0]?.partitions.length;
    } catch (error) {
      if ((error as { type?: unknown }).type === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
      throw error;
    }
  }

  private async create(name: string, definition: TopicDefinition): Promise<number> {
    const { replicationFactor } = this.connection.settings;
    // Another process that creates it at the same time makes this say false.
    const created = await this.connection.ask((admin) =>
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
    if (created) this.connection.log.info({ topic: name, partitions: definition.partitions }, 'created a Kafka topic');
    const partitions = await this.partitionsOf(name);
    if (partitions === undefined)
      throw new Failure('BUS_UNAVAILABLE', `topic ${name} is not there yet`, { retryable: true });
    return partitions;
  }
}
