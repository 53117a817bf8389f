import type { KafkaConnection } from './kafka-connection.js';

/** The offsets that a partition holds. */
export interface PartitionBounds {
  readonly first: number;
  /** The offset of the next message to be published. */
  readonly end: number;
}

/** Reads the offsets of topics and groups from the brokers. Each method makes one attempt. */
export class KafkaOffsets {
  constructor(private readonly connection: KafkaConnection) {}

  async fetchBounds(topic: string): Promise<Map<number, PartitionBounds>> {
    const partitions = await this.connection.request((admin) => admin.fetchTopicOffsets(topic));
    return new Map(
      partitions.map(({ partition, low, high }) => [partition, { first: Number(low), end: Number(high) }]),
    );
  }

  /** The next offset of the group by partition, for partitions with a commit. */
  async fetchCommitted(groupId: string, topic: string): Promise<Map<number, number>> {
    const topics = await this.connection.request((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
    const offsets = (topics[0]?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)] as const);
    return new Map(offsets.filter(([, offset]) => offset >= 0));
  }

  async countBacklog(groupId: string, topic: string): Promise<number> {
    const [bounds, committed] = await Promise.all([this.fetchBounds(topic), this.fetchCommitted(groupId, topic)]);
    let backlog = 0;
    for (const [partition, { first, end }] of bounds)
      backlog += Math.max(0, end - Math.max(first, committed.get(partition) ?? first));
    return backlog;
  }
}

/** The offset to start at: `wanted`, or the first one if retention deleted `wanted` or the topic was created again. */
export function startWithin({ first, end }: PartitionBounds, wanted: number | undefined): number {
  return wanted === undefined || wanted < first || wanted > end ? first : wanted;
}
