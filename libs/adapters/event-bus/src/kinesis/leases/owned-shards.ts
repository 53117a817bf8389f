import type { Clock, LeaseScope, LeaseTable, Logger, ShardLease, ShardLeases, SubscribeOptions } from '@earshot/ports';
import { kinesisErrorCode } from '../kinesis-api.js';
import { OwnedShard } from './owned-shard.js';
import { pause } from '../backoff.js';
import type { ReadingEnd, ShardReader } from '../read/shard-reader.js';

export interface OwnedShardsOptions {
  readonly member: string;
  readonly scope: LeaseScope;
  readonly leases: ShardLeases;
  readonly leaseMs: number;
  readonly subscriber: Pick<SubscribeOptions, 'onLost'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A shard came to its end, or was not there: the stream has others now. */
  onEnd(): void;
}

const TRY_AGAIN_MS = 500;

/** The shards a member works on, from the lease to the letting go. */
export class OwnedShards {
  private readonly owned = new Map<string, OwnedShard>();
  /** Shards it works on no more, whose last handlers still run: taken again now, two of one key could run side by side. */
  private readonly leaving = new Map<string, Promise<void>>();
  /** What is under way until a shard is let go. */
  private readonly goings = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly options: OwnedShardsOptions) {}

  get busy(): ReadonlySet<string> {
    return new Set([...this.owned.keys(), ...this.leaving.keys()]);
  }

  get backlogs(): ReadonlyMap<string, number> {
    return new Map([...this.owned].map(([shard, { reader }]) => [shard, reader.backlogMessages]));
  }

  begin(lease: ShardLease, reader: ShardReader): void {
    const { scope, leases, clock } = this.options;
    const owned = new OwnedShard(lease, reader, lease.checkpoint, { scope, leases, clock });
    this.owned.set(lease.shard, owned);
    void reader.ended.then((end) => {
      if (end !== 'stopped') this.follow(this.finish(owned, end));
    });
  }

  /** Stops where the table says that a shard is another's, and hands over what others asked for. */
  compare(table: LeaseTable): void {
    const rows = new Map(table.leases.map((lease) => [lease.shard, lease]));
    const lost = [...this.owned.values()].filter(({ held }) => {
      const row = rows.get(held.shard);
      return row?.owner !== this.options.member || row.counter !== held.counter;
    });
    if (lost.length > 0) this.lose(lost, 'another member has them');
    for (const owned of this.owned.values()) {
      if (rows.get(owned.held.shard)?.wantedBy != null) this.follow(this.letGo(owned, this.options.leaseMs / 2));
    }
  }

  loseAll(reason: string): void {
    if (this.owned.size > 0) this.lose([...this.owned.values()], reason);
  }

  async storeAll(): Promise<void> {
    const stored = await Promise.all(
      [...this.owned.values()].map(async (owned) => ({ owned, is: await owned.store() })),
    );
    const refused = stored.filter(({ owned, is }) => !is && this.isCurrent(owned)).map(({ owned }) => owned);
    if (refused.length > 0) this.lose(refused, 'a checkpoint was refused');
  }

  /** Starts nothing more; resolves when what was being handled is done and every shard is let go. */
  async close(): Promise<void> {
    this.closing.abort();
    for (const owned of this.owned.values()) this.follow(this.letGo(owned));
    while (this.goings.size + this.leaving.size > 0) await Promise.all([...this.goings, ...this.leaving.values()]);
  }

  private follow(going: Promise<void>): void {
    this.goings.add(going);
    void going.finally(() => this.goings.delete(going));
  }

  private isCurrent(owned: OwnedShard): boolean {
    return this.owned.get(owned.held.shard) === owned;
  }

  private lose(lost: readonly OwnedShard[], reason: string): void {
    const shards = lost.map(({ held }) => held.shard);
    this.options.logger.warn({ shards, reason, group: this.options.scope.group }, 'shards were lost');
    for (const owned of lost) this.drop(owned);
    void this.sayLost(lost);
  }

  /** Gives the handlers under way so long, stores how far it is, and frees the shard. */
  private async letGo(owned: OwnedShard, withinMs?: number): Promise<void> {
    if (owned.isLeaving) return;
    owned.isLeaving = true;
    await owned.hold(withinMs);
    await owned.store().catch(this.warn('a last checkpoint was not stored'));
    await this.free(owned);
  }

  /** The shard has nothing more to read: its children may begin when what it has is done, or after a while in any case. */
  private async finish(owned: OwnedShard, end: ReadingEnd): Promise<void> {
    const { leaseMs, clock } = this.options;
    if (end === 'end') await owned.reader.settled(leaseMs);
    if (owned.isLeaving || !this.isCurrent(owned)) return;
    owned.isLeaving = true;
    await owned.hold(leaseMs);
    let isStored = end !== 'end';
    while (!isStored && this.isCurrent(owned)) {
      isStored = await owned.store(true).catch(() => false);
      if (!isStored) await pause(clock, TRY_AGAIN_MS, new AbortController().signal);
    }
    await this.free(owned);
    this.options.onEnd();
  }

  private async free(owned: OwnedShard): Promise<void> {
    if (!this.isCurrent(owned)) return;
    this.drop(owned);
    await this.sayLost([owned]);
    await this.options.leases
      .release(this.options.scope, owned.held)
      .catch(this.warn('a shard was not given back: it becomes free when its lease runs out'));
  }

  private drop(owned: OwnedShard): void {
    const { shard } = owned.held;
    this.owned.delete(shard);
    const before = this.leaving.get(shard);
    const gone = Promise.all([before, owned.lose()]).then(() => {
      if (this.leaving.get(shard) === gone) this.leaving.delete(shard);
    });
    this.leaving.set(shard, gone);
  }

  private async sayLost(lost: readonly OwnedShard[]): Promise<void> {
    if (this.closing.signal.aborted) return;
    try {
      await this.options.subscriber.onLost?.(lost.map(({ reader }) => reader.partition));
    } catch (error) {
      this.warn('a subscriber failed to let go of its partitions')(error);
    }
  }

  private warn(message: string): (error: unknown) => void {
    return (error) => this.options.logger.warn({ code: codeOf(error), group: this.options.scope.group }, message);
  }
}

/** A code, never the words: those of a database or a handler may quote what was said. */
export const codeOf = (error: unknown): string =>
  String((error as { code?: unknown } | null)?.code ?? kinesisErrorCode(error));
