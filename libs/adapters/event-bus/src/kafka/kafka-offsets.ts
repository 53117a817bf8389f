import type { KafkaConnection } from './kafka-connection.js';

/** What a partition holds: its first offset and the one that the next message will get. */
export interface PartitionBounds {
  readonly first: number;
  readonly end: number;
}

/** Where topics begin and end, and how far groups are, asked of the brokers. Each is one try. */
export class KafkaOffsets {
  constructor(private readonly connection: KafkaConnection) {}

  async bounds(topic: string): Promise<Map<number, PartitionBounds>> {
    const partitions = await this.connection.ask((admin) => admin.fetchTopicOffsets(topic));
    return new Map(
      partitions.map(({ partition, low, high }) => [partition, { first: Number(low), end: Number(high) }]),
    );
  }

  /** The next offset for the group, of the partitions where it committed one. */
  async committed(groupId: string, topic: string): Promise<Map<number, number>> {
    const topics = await this.connection.ask((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
    const offsets = (topics[0]?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)] as const);
    return new Map(offsets.filter(([, offset]) => offset >= 0));
  }

  async backlog(groupId: string, topic: string): Promise<number> {
    const [bounds, committed] = await Promise.all([this.bounds(topic), this.committed(groupId, topic)]);
    let backlog = 0;
    for (const [partition, { first, end }] of bounds)
      backlog += Math.max(0, end - Math.max(first, committed.get(partition) ?? first));
    return backlog;
  }
}

/** Where reading begins: at `wanted`, unless retention took that away, or the topic is another than it was. */
export function startWithin({ first, end }: PartitionBounds, wanted: number | undefined): number {
  return wanted === undefined || wanted < first || wanted > end ? first : wanted;
}
