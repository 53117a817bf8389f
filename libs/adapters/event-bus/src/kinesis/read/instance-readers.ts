import { pause, type Clock, type Logger } from '@earshot/ports';
import { Backoff } from '../backoff.js';
import { isGone, kinesisErrorCode } from '../kinesis-errors.js';
import type { ShardDirectory } from '../leases/shard-directory.js';
import { isReady, type Shard } from '../leases/shards.js';
import type { ShardReader } from './shard-reader.js';
import type { ShardStart } from './shard-source.js';

export interface InstanceReadersOptions {
  readonly directory: ShardDirectory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Where to start a shard that exists at the beginning: normally at its end. */
  findStart(shard: Shard): Promise<ShardStart>;
  openReader(shard: Shard, start: ShardStart): ShardReader;
}

const CHECK_SHARDS_EVERY_MS = 1_000;
/** Failing messages of a parent delay its children for at most this time. */
const PARENT_LIMIT_MS = 30_000;

/** Reads every shard of a stream from now on, for a subscriber of every message. It needs no leases and stores nothing. */
export class InstanceReaders {
  /** Resolves when it will miss no message published later. Rejects when it is closed first or the stream is gone. */
  readonly ready: Promise<void>;
  /** Resolves after `close`, or when the stream does not exist any more. */
  readonly ended: Promise<'closed' | 'gone'>;
  private readonly readers = new Map<string, ShardReader>();
  private readonly finished = new Set<string>();
  private readonly closing = new AbortController();

  constructor(private readonly options: InstanceReadersOptions) {
    this.ready = this.startOpenShards();
    this.ended = this.ready.then(
      () => this.followShards(),
      () => 'closed',
    );
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.ended;
  }

  private async startOpenShards(): Promise<void> {
    const { directory, findStart } = this.options;
    await this.retryUntilAnswered(() => directory.refresh());
    const open = [...directory.all.values()].filter((shard) => shard.isOpen);
    const starts = await Promise.all(open.map((shard) => this.retryUntilAnswered(() => findStart(shard))));
    for (const shard of directory.all.values()) if (!shard.isOpen) this.finished.add(shard.id);
    open.forEach((shard, at) => this.startReader(shard, starts[at] ?? { from: 'TRIM_HORIZON' }));
  }

  /** Repeats one request. On a throttled stream with many shards, a repeat of all requests would hardly ever succeed. */
  private async retryUntilAnswered<T>(request: () => Promise<T>): Promise<T> {
    const { clock, random, logger } = this.options;
    const { signal } = this.closing;
    const backoff = new Backoff(clock, random, signal);
    for (;;) {
      try {
        return await request();
      } catch (error) {
        if (signal.aborted || isGone(error)) throw error;
        if (backoff.isLogDue)
          logger.warn({ code: kinesisErrorCode(error) }, 'Earshot cannot find the end of a stream now and tries again');
        await backoff.pauseAfterFailure();
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
        this.startNewShards();
      } catch (error) {
        if (isGone(error)) end = 'gone';
        logger.warn({ code: kinesisErrorCode(error) }, 'Earshot cannot list the shards of a stream now');
      }
      await pause(clock, CHECK_SHARDS_EVERY_MS, signal);
    }
    await Promise.all([...this.readers.values()].map((reader) => reader.stop()));
    directory.close();
    return end;
  }

  /** Shards that did not exist at the beginning are read from their first record. */
  private startNewShards(): void {
    const { all } = this.options.directory;
    for (const shard of all.values()) {
      const isKnown = this.finished.has(shard.id) || this.readers.has(shard.id);
      if (!isKnown && isReady(shard, all, (id) => this.finished.has(id))) {
        this.startReader(shard, { from: 'TRIM_HORIZON' });
      }
    }
  }

  private startReader(shard: Shard, start: ShardStart): void {
    const reader = this.options.openReader(shard, start);
    this.readers.set(shard.id, reader);
    void reader.ended.then(async (end) => {
      if (end === 'stopped') return;
      this.options.directory.expire();
      if (end === 'end') await reader.waitUntilAcknowledged(PARENT_LIMIT_MS);
      this.finished.add(shard.id);
    });
  }
}
