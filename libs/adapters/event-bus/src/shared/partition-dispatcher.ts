import type { Clock, Delivery, SubscribeOptions } from '@earshot/ports';
import { AcknowledgedPrefix, type PositionMark } from './acknowledged-prefix.js';
import type { PartitionWindow } from './partition-window.js';
import { RetryPauses } from './retry-pauses.js';

/** One message of a partition. `position` is in the server's own unit. Later messages have higher positions. */
export interface PartitionMessage<Position> {
  readonly position: Position;
  readonly key: string;
  readonly value: Uint8Array;
}

/** Handles the messages of a partition, whatever it is a partition of. */
export interface PartitionSubscriber<Position> extends Pick<SubscribeOptions, 'acknowledge'> {
  /** As `SubscribeOptions.handle`. */
  handle(delivery: Omit<Delivery, 'topic'>, position: Position): Promise<void>;
}

export interface PartitionDispatcherOptions<Position> {
  readonly partition: number;
  readonly subscriber: PartitionSubscriber<Position>;
  readonly clock: Clock;
  readonly window: PartitionWindow;
  /** Called whenever the position changes up to which every message is acknowledged. */
  onAcknowledged?(position: Position): void;
}

interface QueuedMessage<Position> {
  readonly message: PartitionMessage<Position>;
  /** Outlives the message, which may be freed before it is acknowledged. */
  readonly mark: PositionMark<Position>;
  attempts: number;
}

/** Messages of one key handled in a row before the event loop gets its turn. */
const MESSAGES_PER_TURN = 64;
/** A full window admits messages again when it is filled to this share. */
const REOPEN_AT_SHARE = 0.5;

/**
 * Passes the messages of one partition to a subscriber's handler: in order for each key, keys in parallel. A failed message
 * comes again after a growing pause, before later ones of its key. A stuck key stops other keys only when the window is full.
 */
export class PartitionDispatcher<Position> {
  /** Unhandled messages by key. The first one is being handled when the key is in `running`. */
  private readonly queues = new Map<string, QueuedMessage<Position>[]>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly prefix = new AcknowledgedPrefix<Position>();
  private readonly pauses: RetryPauses;
  private waitingForRoom: (() => void)[] = [];
  private unhandledMessages = 0;
  private unhandledBytes = 0;
  private isSuspended = false;
  private isStopped = false;

  constructor(private readonly options: PartitionDispatcherOptions<Position>) {
    this.pauses = new RetryPauses(options.clock);
  }

  /** Every message up to this position is acknowledged. Undefined before the first. */
  get acknowledged(): Position | undefined {
    return this.prefix.lastPosition;
  }

  get isFull(): boolean {
    return this.usedShare() >= 1;
  }

  /** Undefined while there is room. Otherwise resolves when the window is half empty or the dispatcher stops. */
  waitForRoom(): Promise<void> | undefined {
    if (!this.isFull || this.isStopped) return undefined;
    return new Promise((resolve) => this.waitingForRoom.push(resolve));
  }

  /** Takes the next message of the partition, even when full: the server has already sent it. */
  enqueue(message: PartitionMessage<Position>): void {
    if (this.isStopped) return;
    const queued: QueuedMessage<Position> = { message, mark: this.prefix.add(message.position), attempts: 0 };
    this.unhandledMessages += 1;
    this.unhandledBytes += message.value.length;
    const queue = this.queues.get(message.key);
    if (queue === undefined) this.queues.set(message.key, [queued]);
    else queue.push(queued);
    this.startKey(message.key);
  }

  /** Starts no handler until `resume`. Resolves when the running ones are done. Acknowledging still counts. */
  async suspend(): Promise<void> {
    this.isSuspended = true;
    this.pauses.endAll();
    await Promise.all(this.running.values());
  }

  resume(): void {
    if (this.isStopped) return;
    this.isSuspended = false;
    for (const key of this.queues.keys()) this.startKey(key);
  }

  /** For a partition with a new owner: ignores acknowledgements and starts no handler. Resolves when the running ones are done. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.resumeWaitingReaders();
    await this.suspend();
    this.queues.clear();
  }

  private startKey(key: string): void {
    if (this.isSuspended || this.running.has(key)) return;
    const queue = this.queues.get(key);
    if (queue === undefined) return;
    const running = this.handleQueue(key, queue).finally(() => {
      this.running.delete(key);
      // A suspend and resume may have passed while the last handler ran, or a message came as the queue ended.
      this.startKey(key);
    });
    this.running.set(key, running);
  }

  private async handleQueue(key: string, queue: QueuedMessage<Position>[]): Promise<void> {
    let handled = 0;
    for (let queued = queue[0]; queued !== undefined && !this.isSuspended; queued = queue[0]) {
      if (!(await this.handleMessage(queued))) continue;
      queue.shift();
      handled += 1;
      if (handled % MESSAGES_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    if (queue.length === 0) this.queues.delete(key);
  }

  /** Returns false after a failure and a pause: the caller hands over the same message again. */
  private async handleMessage(queued: QueuedMessage<Position>): Promise<boolean> {
    queued.attempts += 1;
    const { handle, acknowledge } = this.options.subscriber;
    try {
      await handle(this.toDelivery(queued), queued.message.position);
    } catch {
      if (!this.isSuspended) await this.pauses.pauseAfter(queued.attempts);
      return false;
    }
    this.unhandledMessages -= 1;
    this.unhandledBytes -= queued.message.value.length;
    if (acknowledge === 'on-return') this.acknowledge(queued.mark);
    else this.resumeReadersWhenRoomy();
    return true;
  }

  private toDelivery({ message, mark, attempts: attempt }: QueuedMessage<Position>): Omit<Delivery, 'topic'> {
    const { partition } = this.options;
    const { key, value } = message;
    return { key, value, partition, attempt, acknowledge: () => this.acknowledge(mark) };
  }

  private acknowledge(mark: PositionMark<Position>): void {
    if (this.isStopped || mark.isAcknowledged) return;
    mark.isAcknowledged = true;
    if (this.prefix.advance()) this.options.onAcknowledged?.(this.prefix.lastPosition as Position);
    this.resumeReadersWhenRoomy();
  }

  private usedShare(): number {
    const { maxUnhandledMessages, maxUnhandledBytes, maxUnacknowledged } = this.options.window;
    return Math.max(
      this.unhandledMessages / maxUnhandledMessages,
      this.unhandledBytes / maxUnhandledBytes,
      this.prefix.pendingCount / maxUnacknowledged,
    );
  }

  private resumeReadersWhenRoomy(): void {
    if (this.waitingForRoom.length > 0 && this.usedShare() <= REOPEN_AT_SHARE) this.resumeWaitingReaders();
  }

  private resumeWaitingReaders(): void {
    for (const resume of this.waitingForRoom.splice(0)) resume();
  }
}
