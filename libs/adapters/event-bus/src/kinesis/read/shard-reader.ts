import { pause, type Clock, type Logger, type SubscribeOptions } from '@earshot/ports';
import { PartitionDispatcher, type PartitionSubscriber } from '../../shared/partition-dispatcher.js';
import type { PartitionWindow } from '../../shared/partition-window.js';
import { isGone, kinesisErrorCode } from '../kinesis-errors.js';
import { partitionOfShard, type ParentTail, type Shard } from '../leases/shards.js';
import { BacklogEstimate } from './backlog-estimate.js';
import { MessageAssembler, type AssembledMessage } from './message-assembler.js';
import { startAfter, type ShardSource, type ShardStart } from './shard-source.js';

/** Who handles the messages of a stream. */
export interface StreamSubscriber extends PartitionSubscriber<MessagePosition>, Pick<SubscribeOptions, 'onLost'> {
  readonly window: PartitionWindow;
  /** False: every record is a whole message, because other programs write the stream. */
  readonly hasParts: boolean;
}

export interface ShardReaderOptions {
  readonly shard: Shard;
  readonly start: ShardStart;
  /** The reader first reads these, and keeps the messages whose keys belong to this shard. */
  readonly parentTails: readonly ParentTail[];
  readonly source: ShardSource;
  /** Reads the parent tails. It must poll, because Kinesis pushes a shard to only one reader of a consumer. */
  readonly tailSource: ShardSource;
  readonly subscriber: StreamSubscriber;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface MessagePosition {
  /** The number of this message, counted from 1 for each reader. */
  readonly ordinal: number;
  /** Null for a message from the tail of a parent. */
  readonly checkpoint: string | null;
  readonly record: AssembledMessage['record'];
}

/** `end`: the shard was read to its end. `gone`: it does not exist any more. `stopped`: the owner of the reader stopped it. */
export type ReadingEnd = 'end' | 'gone' | 'stopped';

/** Reads one shard and passes its messages to the handler. It knows how far a checkpoint may go, but stores none. */
export class ShardReader {
  readonly partition: number;
  /** Resolves when the reader reads no more. */
  readonly ended: Promise<ReadingEnd>;
  private readonly reading = new AbortController();
  private readonly dispatcher: PartitionDispatcher<MessagePosition>;
  private readonly unread = new BacklogEstimate();
  private messageCount = 0;
  private waitingForAcknowledgement: (() => void)[] = [];

  constructor(private readonly options: ShardReaderOptions) {
    const { shard, subscriber, clock } = options;
    this.partition = partitionOfShard(shard.id);
    this.dispatcher = new PartitionDispatcher({
      partition: this.partition,
      subscriber,
      clock,
      window: subscriber.window,
      onAcknowledged: () => this.resumeWhenAllAcknowledged(),
    });
    this.ended = this.readTailsAndShard();
  }

  /** Every message up to this sequence number is acknowledged. Null while there is nothing to store. */
  get checkpoint(): string | null {
    return this.dispatcher.acknowledged?.checkpoint ?? null;
  }

  /** Unacknowledged messages. Those that are not read yet are an estimate. */
  get backlogMessages(): number {
    return this.unacknowledgedCount + this.unread.unreadMessages;
  }

  /** Resolves when every message that was read is acknowledged, after `limitMs`, or when stopped. */
  async waitUntilAcknowledged(limitMs: number): Promise<void> {
    if (this.unacknowledgedCount === 0) return;
    const allAcknowledged = new Promise<void>((resolve) => this.waitingForAcknowledgement.push(resolve));
    await Promise.race([allAcknowledged, pause(this.options.clock, limitMs, this.reading.signal)]);
  }

  /** Reads no more and starts no handler. Resolves when the running handlers are done. Acknowledging still counts. */
  async finishHandlers(): Promise<void> {
    this.reading.abort();
    await this.dispatcher.suspend();
  }

  /** Ignores acknowledgements from now on. Resolves when no handler runs any more. */
  async stop(): Promise<void> {
    this.reading.abort();
    const stopped = this.dispatcher.stop();
    await this.ended;
    await stopped;
  }

  private get unacknowledgedCount(): number {
    return this.messageCount - (this.dispatcher.acknowledged?.ordinal ?? 0);
  }

  private async readTailsAndShard(): Promise<ReadingEnd> {
    const { shard, start, source, parentTails, logger } = this.options;
    try {
      for (const tail of parentTails) await this.readTail(tail);
      return await this.read(source, shard.id, start, true);
    } catch (error) {
      logger.warn({ code: kinesisErrorCode(error), shard: shard.id }, 'Earshot cannot read a shard any more');
      return 'gone';
    }
  }

  private async readTail({ shard, after }: ParentTail): Promise<void> {
    try {
      await this.read(this.options.tailSource, shard, startAfter(after), false);
    } catch (error) {
      // A shard that is gone has expired: it has no records that could be read.
      if (!isGone(error)) throw error;
    }
  }

  private async read(source: ShardSource, shard: string, start: ShardStart, isOwn: boolean): Promise<ReadingEnd> {
    const { signal } = this.reading;
    const { hasParts } = this.options.subscriber;
    const assembler = new MessageAssembler('after' in start ? start.after : null, hasParts);
    for await (const batch of source.read(shard, start, signal)) {
      if (signal.aborted) return 'stopped';
      if (isOwn) this.unread.recordBatch(batch);
      for (const record of batch.records) {
        const message = assembler.addRecord(record);
        if (message === undefined || (!isOwn && !this.options.shard.holds(message.key))) continue;
        this.messageCount += 1;
        const { key, value, record: place, safePosition } = message;
        const position = { ordinal: this.messageCount, checkpoint: isOwn ? safePosition : null, record: place };
        this.dispatcher.enqueue({ position, key, value });
      }
      await this.dispatcher.waitForRoom();
      if (batch.isEnd) return 'end';
    }
    return 'stopped';
  }

  private resumeWhenAllAcknowledged(): void {
    if (this.unacknowledgedCount > 0) return;
    for (const resume of this.waitingForAcknowledgement.splice(0)) resume();
  }
}
