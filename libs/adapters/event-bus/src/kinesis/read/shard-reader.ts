import type { TopicName } from '@earshot/contracts';
import type { Clock, Logger, SubscribeOptions } from '@earshot/ports';
import { PartitionWork, type PartitionWindow } from '../../shared/partition-dispatcher.js';
import { ArrivalRate } from './backlog-estimate.js';
import { isGone, kinesisErrorCode } from '../kinesis-api.js';
import { MessageAssembler } from './message-assembler.js';
import { pause } from '../backoff.js';
import type { ShardSource, ShardStart } from './shard-source.js';
import { partitionOfShard, type Shard, type Tail } from '../leases/shards.js';

export interface ShardReaderOptions {
  readonly topic: TopicName;
  readonly shard: Shard;
  readonly start: ShardStart;
  /** What is read first, of its parents, as far as it belongs here; not covered by the checkpoint of this shard. */
  readonly tails: readonly Tail[];
  readonly source: ShardSource;
  /** Reads the tails: a pushed shard can be pushed to one reader only. */
  readonly tailSource: ShardSource;
  readonly subscriber: Pick<SubscribeOptions, 'handle' | 'acknowledge'>;
  readonly window: PartitionWindow;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Position {
  /** How many messages there were before. */
  readonly ordinal: number;
  readonly checkpoint: string | null;
}

/** `end`: the shard was read to its end. `gone`: it is not there any more. `stopped`: whoever reads stopped it. */
export type ReadingEnd = 'end' | 'gone' | 'stopped';

/** Reads one shard and hands its messages over. It knows what may be stored as done, and stores nothing. */
export class ShardReader {
  readonly partition: number;
  /** Resolves when nothing more will be read. */
  readonly ended: Promise<ReadingEnd>;
  private readonly reading = new AbortController();
  private readonly work: PartitionWork<Position>;
  private readonly rate = new ArrivalRate();
  private added = 0;
  private whenAllDone: (() => void)[] = [];

  constructor(private readonly options: ShardReaderOptions) {
    this.partition = partitionOfShard(options.shard.id);
    this.work = new PartitionWork({
      topic: options.topic,
      partition: this.partition,
      subscriber: options.subscriber,
      clock: options.clock,
      window: options.window,
      onAcknowledged: () => this.noticeDone(),
    });
    this.ended = this.readAll();
  }

  /** Everything up to here is acknowledged; null while a checkpoint would say nothing new. */
  get checkpoint(): string | null {
    return this.work.acknowledged?.checkpoint ?? null;
  }

  /** Messages that are not acknowledged, those that are not read yet estimated. */
  get backlogMessages(): number {
    return this.unacknowledged + this.rate.unreadMessages;
  }

  /** Resolves when all that was read is acknowledged, or after so long, or when stopped. */
  async settled(withinMs: number): Promise<void> {
    if (this.unacknowledged === 0) return;
    const done = new Promise<void>((resolve) => this.whenAllDone.push(resolve));
    await Promise.race([done, pause(this.options.clock, withinMs, this.reading.signal)]);
  }

  /** Reads no more and starts no handler; resolves when those under way are done. Acknowledging still counts. */
  async hold(): Promise<void> {
    this.reading.abort();
    await this.work.hold();
  }

  /** From now on acknowledging has no effect; resolves when no handler runs any more. */
  async stop(): Promise<void> {
    this.reading.abort();
    const stopped = this.work.stop();
    await this.ended;
    await stopped;
  }

  private get unacknowledged(): number {
    return this.added - (this.work.acknowledged?.ordinal ?? 0);
  }

  private async readAll(): Promise<ReadingEnd> {
    const { shard, start, source, tails, tailSource, logger } = this.options;
    try {
      for (const tail of tails) {
        const from: ShardStart = tail.after === null ? { from: 'TRIM_HORIZON' } : { after: tail.after };
        // Gone means expired: nothing is left that could be read.
        await this.take(tailSource, tail.shard, from, false).catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
      }
      return await this.take(source, shard.id, start, true);
    } catch (error) {
      logger.warn({ code: kinesisErrorCode(error), shard: shard.id }, 'a shard cannot be read any more');
      return 'gone';
    }
  }

  private async take(source: ShardSource, shard: string, start: ShardStart, isOwn: boolean): Promise<ReadingEnd> {
    const { signal } = this.reading;
    const assembler = new MessageAssembler('after' in start ? start.after : null);
    for await (const batch of source.read(shard, start, signal)) {
      if (signal.aborted) return 'stopped';
      if (isOwn) this.rate.read(batch);
      for (const record of batch.records) {
        const message = assembler.take(record);
        if (message === undefined || (!isOwn && !this.options.shard.holds(message.key))) continue;
        this.added += 1;
        const position = { ordinal: this.added, checkpoint: isOwn ? message.safePosition : null };
        this.work.add({ position, key: message.key, value: message.value });
      }
      await this.work.room();
      if (batch.isEnd) return 'end';
    }
    return 'stopped';
  }

  private noticeDone(): void {
    if (this.unacknowledged > 0) return;
    for (const resume of this.whenAllDone.splice(0)) resume();
  }
}
