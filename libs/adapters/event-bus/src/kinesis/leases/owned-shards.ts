import {
  pause,
  type Clock,
  type LeaseTable,
  type Logger,
  type ShardLease,
  type SubscribeOptions,
} from '@earshot/ports';
import { errorCode } from '../kinesis-errors.js';
import type { ReadingEnd, ShardReader } from '../read/shard-reader.js';
import type { GroupLeases } from './group-leases.js';
import { OwnedShard } from './owned-shard.js';

export interface OwnedShardsOptions {
  readonly leases: GroupLeases;
  readonly subscriber: Pick<SubscribeOptions, 'onLost'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called when a shard has ended or does not exist, because the stream has other shards then. */
  onShardEnd(): void;
}

const RETRY_STORE_MS = 500;

/** The shards that a member owns, from the lease to the release. */
export class OwnedShards {
  private readonly owned = new Map<string, OwnedShard>();
  /**
   * Shards that the member no longer owns but whose last handlers still run. If it took one again now, two handlers of a key
   * could run at the same time.
   */
  private readonly stopping = new Map<string, Promise<void>>();
  private readonly releases = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly options: OwnedShardsOptions) {}

  /** Shards that the member owns or whose handlers still run. */
  get busy(): ReadonlySet<string> {
    return new Set([...this.owned.keys(), ...this.stopping.keys()]);
  }

  /** Unacknowledged messages by shard. */
  get backlogs(): ReadonlyMap<string, number> {
    return new Map([...this.owned].map(([shard, { reader }]) => [shard, reader.backlogMessages]));
  }

  add(lease: ShardLease, reader: ShardReader): void {
    const { leases, clock } = this.options;
    const owned = new OwnedShard(lease, reader, lease.checkpoint, leases, clock);
    this.owned.set(lease.shard, owned);
    void reader.ended.then((end) => {
      if (end !== 'stopped') this.trackRelease(this.finish(owned, end));
    });
  }

  /** Drops the shards that have other owners in the table, and releases those that other members asked for. */
  reconcile(table: LeaseTable): void {
    const { leases } = this.options;
    const leaseOf = new Map(table.leases.map((lease) => [lease.shard, lease]));
    const lost = [...this.owned.values()].filter(({ held }) => {
      const lease = leaseOf.get(held.shard);
      return lease?.owner !== leases.member || lease.counter !== held.counter;
    });
    if (lost.length > 0) this.lose(lost, 'another member owns them');
    for (const owned of this.owned.values()) {
      if (leaseOf.get(owned.held.shard)?.wantedBy != null) this.trackRelease(this.release(owned, leases.leaseMs / 2));
    }
  }

  loseAll(reason: string): void {
    if (this.owned.size > 0) this.lose([...this.owned.values()], reason);
  }

  async storeCheckpoints(): Promise<void> {
    const results = await Promise.all(
      [...this.owned.values()].map(async (owned) => ({ owned, isStored: await owned.storeCheckpoint() })),
    );
    const refused = results.filter(({ owned, isStored }) => !isStored && this.isOwned(owned));
    if (refused.length > 0) {
      this.lose(
        refused.map(({ owned }) => owned),
        'the lease store refused a checkpoint',
      );
    }
  }

  /** Starts no more handlers. Resolves when the running ones are done and every shard is released. */
  async close(): Promise<void> {
    this.closing.abort();
    for (const owned of this.owned.values()) this.trackRelease(this.release(owned));
    while (this.releases.size + this.stopping.size > 0) {
      await Promise.all([...this.releases, ...this.stopping.values()]);
    }
  }

  private trackRelease(release: Promise<void>): void {
    this.releases.add(release);
    void release.finally(() => this.releases.delete(release));
  }

  private isOwned(owned: OwnedShard): boolean {
    return this.owned.get(owned.held.shard) === owned;
  }

  private lose(lost: readonly OwnedShard[], reason: string): void {
    const { leases, logger } = this.options;
    logger.warn(
      { shards: lost.map(({ held }) => held.shard), reason, group: leases.group },
      'this member lost shards of its group',
    );
    for (const owned of lost) this.stopReading(owned);
    void this.reportLost(lost);
  }

  /** Waits for the running handlers, at most `limitMs`, stores the checkpoint and frees the shard. */
  private async release(owned: OwnedShard, limitMs?: number): Promise<void> {
    if (owned.isReleasing) return;
    owned.isReleasing = true;
    await owned.finishHandlers(limitMs);
    await owned.storeCheckpoint().catch(this.logFailure('the last checkpoint of a shard was not stored'));
    await this.free(owned);
  }

  /**
   * Releases a shard that was read to its end, so that its children may start. Waits for acknowledgements at most the length
   * of a lease.
   */
  private async finish(owned: OwnedShard, end: ReadingEnd): Promise<void> {
    const { leases, clock } = this.options;
    if (end === 'end') await owned.reader.waitUntilAcknowledged(leases.leaseMs);
    if (owned.isReleasing || !this.isOwned(owned)) return;
    owned.isReleasing = true;
    await owned.finishHandlers(leases.leaseMs);
    let isStored = end !== 'end';
    while (!isStored && this.isOwned(owned)) {
      isStored = await owned.storeCheckpoint(true).catch(() => false);
      if (!isStored) await pause(clock, RETRY_STORE_MS);
    }
    await this.free(owned);
    this.options.onShardEnd();
  }

  private async free(owned: OwnedShard): Promise<void> {
    if (!this.isOwned(owned)) return;
    this.stopReading(owned);
    await this.reportLost([owned]);
    await this.options.leases
      .release(owned.held)
      .catch(this.logFailure('a shard was not released; it becomes free when its lease expires'));
  }

  private stopReading(owned: OwnedShard): void {
    const { shard } = owned.held;
    this.owned.delete(shard);
    const earlier = this.stopping.get(shard);
    const stopped = Promise.all([earlier, owned.lose()]).then(() => {
      if (this.stopping.get(shard) === stopped) this.stopping.delete(shard);
    });
    this.stopping.set(shard, stopped);
  }

  private async reportLost(lost: readonly OwnedShard[]): Promise<void> {
    if (this.closing.signal.aborted) return;
    try {
      await this.options.subscriber.onLost?.(lost.map(({ reader }) => reader.partition));
    } catch (error) {
      this.logFailure('a subscriber failed to discard the state of lost partitions')(error);
    }
  }

  private logFailure(message: string): (error: unknown) => void {
    const { leases, logger } = this.options;
    return (error) => logger.warn({ code: errorCode(error), group: leases.group }, message);
  }
}
