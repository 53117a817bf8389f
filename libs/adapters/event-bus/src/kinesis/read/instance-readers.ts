import type { Clock, Logger } from '@earshot/ports';
import { isGone, kinesisErrorCode } from '../kinesis-api.js';
import { GrowingPause, pause } from '../backoff.js';
import type { ShardDirectory } from '../leases/shard-directory.js';
import type { ShardReader } from './shard-reader.js';
import type { ShardStart } from './shard-source.js';
import { isReady, type Shard } from '../leases/shards.js';

export interface InstanceReadersOptions {
  readonly directory: ShardDirectory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Where reading a shard that is there from the beginning starts: where it ends at that moment. */
  start(shard: Shard): Promise<ShardStart>;
  open(shard: Shard, start: ShardStart): ShardReader;
}

const LOOK_EVERY_MS = 1_000;
/** Messages of a parent that fail for so long keep its children waiting no more. */
const PARENT_WITHIN_MS = 30_000;

/** Hears every shard of a stream from now on: no leases, nothing stored. */
export class InstanceReaders {
  /** Resolves when nothing that is published from then on is missed. Rejects when closed before, or the stream is gone. */
  readonly ready: Promise<void>;
  /** Resolves after `close`, or when the stream is not there any more. */
  readonly ended: Promise<'closed' | 'gone'>;
  private readonly readers = new Map<string, ShardReader>();
  private readonly done = new Set<string>();
  private readonly closing = new AbortController();

  constructor(private readonly options: InstanceReadersOptions) {
    this.ready = this.beginHere();
    this.ended = this.ready.then(
      () => this.followShards(),
      () => 'closed',
    );
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.ended;
  }

  private async beginHere(): Promise<void> {
    const { directory, start } = this.options;
    await this.untilAnswered(() => directory.refresh());
    const open = [...directory.all.values()].filter((shard) => shard.isOpen);
    const starts = await Promise.all(open.map((shard) => this.untilAnswered(() => start(shard))));
    for (const shard of directory.all.values()) if (!shard.isOpen) this.done.add(shard.id);
    open.forEach((shard, at) => this.begin(shard, starts[at] ?? { from: 'TRIM_HORIZON' }));
  }

  /**
   * Asks again alone what was refused: of a throttled stream with many shards, all of them together would hardly ever be
   * answered.
   */
  private async untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    const { clock, random, logger } = this.options;
    const { signal } = this.closing;
    const pauses = new GrowingPause(clock, random, signal);
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (signal.aborted || isGone(error)) throw error;
        if (pauses.count % 10 === 0)
          logger.warn({ code: kinesisErrorCode(error) }, 'where a stream ends is not known yet');
        await pauses.wait();
      }
    }
  }

  private async followShards(): Promise<'closed' | 'gone'> {
    const { directory, clock, logger } = this.options;
    const { signal } = this.closing;
    let end: 'closed' | 'gone' = 'closed';
    while (!signal.aborted && end === 'closed') {
      try {
        await directory.refresh();
        this.beginChildren();
        await pause(clock, LOOK_EVERY_MS, signal);
      } catch (error) {
        if (isGone(error)) end = 'gone';
        logger.warn({ code: kinesisErrorCode(error) }, 'the shards of a stream cannot be listed now');
        await pause(clock, LOOK_EVERY_MS, signal);
      }
    }
    await Promise.all([...this.readers.values()].map((reader) => reader.stop()));
    directory.close();
    return end;
  }

  /** Shards that were not there at the beginning: all of them is news. */
  private beginChildren(): void {
    const { all } = this.options.directory;
    for (const shard of all.values()) {
      const isKnown = this.done.has(shard.id) || this.readers.has(shard.id);
      if (!isKnown && isReady(shard, all, (id) => this.done.has(id))) this.begin(shard, { from: 'TRIM_HORIZON' });
    }
  }

  private begin(shard: Shard, start: ShardStart): void {
    const reader = this.options.open(shard, start);
    this.readers.set(shard.id, reader);
    void reader.ended.then(async (end) => {
      if (end === 'stopped') return;
      this.options.directory.expire();
      if (end === 'end') await reader.settled(PARENT_WITHIN_MS);
      this.done.add(shard.id);
    });
  }
}
