import { DescribeStreamSummaryCommand, ResourceNotFoundException, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { Clock } from '@earshot/ports';
import { streamIdOf, type KinesisStream } from '../kinesis-streams.js';
import { listShards, type Shard } from './shards.js';

/** The shards of one stream, asked for again from time to time and whenever one ends. */
export class ShardDirectory {
  private shards = new Map<string, Shard>();
  private isStale = true;
  private cancel = () => {};

  constructor(
    private readonly client: KinesisClient,
    private readonly stream: KinesisStream,
    private readonly refreshMs: number,
    private readonly clock: Clock,
  ) {}

  get all(): ReadonlyMap<string, Shard> {
    return this.shards;
  }

  /** The next `refresh` asks Kinesis. */
  expire(): void {
    this.isStale = true;
  }

  /**
   * Whether Kinesis was asked. Rejects when it did not answer: what was known stays known. Rejects as gone, too, when the
   * stream has its name only: one made anew numbers its shards from 0 again, so its shards look like those known.
   */
  async refresh(): Promise<boolean> {
    if (!this.isStale) return false;
    const listed = await listShards(this.client, this.stream.name);
    await this.expectSameStream();
    this.shards = new Map(listed.map((shard) => [shard.id, shard]));
    this.isStale = false;
    this.cancel();
    this.cancel = this.clock.schedule(this.refreshMs, () => this.expire());
    return true;
  }

  close(): void {
    this.cancel();
  }

  private async expectSameStream(): Promise<void> {
    const { name, id } = this.stream;
    const { StreamDescriptionSummary: summary } = await this.client.send(
      new DescribeStreamSummaryCommand({ StreamName: name }),
    );
    if (streamIdOf(name, summary) === id) return;
    throw new ResourceNotFoundException({ message: 'the stream was made anew', $metadata: {} });
  }
}
