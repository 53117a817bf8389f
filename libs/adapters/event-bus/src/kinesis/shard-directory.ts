import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Clock } from '@earshot/ports';
import { listShards, type Shard } from './shards.js';

/** The shards of one stream, asked for again from time to time and whenever one ends. */
export class ShardDirectory {
  private shards = new Map<string, Shard>();
  private isStale = true;
  private cancel = () => {};

  constructor(
    private readonly client: KinesisClient,
    private readonly streamName: string,
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

  /** Whether Kinesis was asked. Rejects when it did not answer: what was known stays known. */
  async refresh(): Promise<boolean> {
    if (!this.isStale) return false;
    this.shards = new Map((await listShards(this.client, this.streamName)).map((shard) => [shard.id, shard]));
    this.isStale = false;
    this.cancel();
    this.cancel = this.clock.schedule(this.refreshMs, () => this.expire());
    return true;
  }

  close(): void {
    this.cancel();
  }
}
