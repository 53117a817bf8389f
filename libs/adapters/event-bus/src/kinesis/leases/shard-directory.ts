import type { Clock } from '@earshot/ports';
import type { KinesisApi } from '../kinesis-api.js';
import { streamReplaced } from '../kinesis-errors.js';
import { streamId, type KinesisStream } from '../kinesis-streams.js';
import { listShards, type Shard } from './shards.js';

/** The shards of one stream. `refresh` lists them again after `refreshMs` and after `expire`. */
export class ShardDirectory {
  private shards = new Map<string, Shard>();
  private isExpired = true;
  private cancelExpiry = () => {};

  constructor(
    private readonly api: KinesisApi,
    private readonly stream: KinesisStream,
    private readonly refreshMs: number,
    private readonly clock: Clock,
  ) {}

  get all(): ReadonlyMap<string, Shard> {
    return this.shards;
  }

  /** Lets the next `refresh` ask Kinesis. */
  expire(): void {
    this.isExpired = true;
  }

  /**
   * Lists the shards if the known ones have expired, and returns whether it did. Rejects and keeps the known shards when
   * Kinesis does not answer. Rejects with `ResourceNotFoundException` when the stream was deleted, even if it was created
   * again: the new stream has shards with the same ids, because ids start at 0.
   */
  async refresh(): Promise<boolean> {
    if (!this.isExpired) return false;
    const listed = await listShards(this.api, this.stream.name);
    await this.requireSameStream();
    this.shards = new Map(listed.map((shard) => [shard.id, shard]));
    this.isExpired = false;
    this.cancelExpiry();
    this.cancelExpiry = this.clock.schedule(this.refreshMs, () => this.expire());
    return true;
  }

  close(): void {
    this.cancelExpiry();
  }

  private async requireSameStream(): Promise<void> {
    const { name, id } = this.stream;
    if (streamId(name, await this.api.describeStream(name)) !== id) throw streamReplaced();
  }
}
