import type { TopicName } from '@earshot/contracts';
import type { Clock, Delivery, SubscribeOptions } from '@earshot/ports';
import { AcknowledgedPrefix, type Mark } from './acknowledged-prefix.js';
import { RetryPauses } from './retry-pauses.js';

/** One message of a partition; `position` is whatever its broker counts in, added in rising order. */
export interface PartitionMessage<Position> {
  readonly position: Position;
  readonly key: string;
  readonly value: Uint8Array;
}

/** How much of a partition may be in memory before its reader has to pause. */
export interface PartitionWindow {
  /** Messages whose handler has not succeeded yet. */
  readonly maxUnhandledMessages: number;
  readonly maxUnhandledBytes: number;
  /**
   * Messages behind the first unacknowledged one. Only their positions are kept, and a handler may need later messages
   * before it can acknowledge earlier ones: so this bound is far wider.
   */
  readonly maxUnacknowledged: number;
}

export interface PartitionWorkOptions<Position> {
  readonly topic: TopicName;
  readonly partition: number;
  readonly subscriber: Pick<SubscribeOptions, 'handle' | 'acknowledge'>;
  readonly clock: Clock;
  readonly window: PartitionWindow;
  /** Everything up to this position is acknowledged without a hole; called each time that moves. */
  onAcknowledged?(position: Position): void;
}

interface Held<Position> {
  readonly message: PartitionMessage<Position>;
  /** Outlives the message: only this is kept until it is acknowledged. */
  readonly mark: Mark<Position>;
  attempts: number;
}

/** Messages of one key handed over before other work gets its turn. */
const TURN = 64;

/**
 * The messages of one partition on their way through a subscriber's handler: one key strictly in order, keys in parallel,
 * a failed message again with a growing pause before later ones of its key. A stuck key holds the others back only when
 * the window is full.
 */
export class PartitionWork<Position> {
  /** By key, what is to be handed over; the first is under way when the key is in `running`. */
  private readonly lanes = new Map<string, Held<Position>[]>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly prefix = new AcknowledgedPrefix<Position>();
  private readonly pauses: RetryPauses;
  private waitingForRoom: (() => void)[] = [];
  private unhandledMessages = 0;
  private unhandledBytes = 0;
  private held = false;
  private stopped = false;

  constructor(private readonly options: PartitionWorkOptions<Position>) {
    this.pauses = new RetryPauses(options.clock);
  }

  /** The position up to which everything is acknowledged; none before the first. */
  get acknowledged(): Position | undefined {
    return this.prefix.upTo;
  }

  /** Messages whose handler has not succeeded yet. */
  get unhandled(): number {
    return this.unhandledMessages;
  }

  get isFull(): boolean {
    return this.usedShare() >= 1;
  }

  /** While full: resolves when the window is half empty again, or stopped. */
  room(): Promise<void> | undefined {
    if (!this.isFull || this.stopped) return undefined;
    return new Promise((resolve) => this.waitingForRoom.push(resolve));
  }

  /** Takes the next message of the partition, also when full: what a broker already sent cannot be sent back. */
  add(message: PartitionMessage<Position>): void {
    if (this.stopped) return;
    const entry: Held<Position> = { message, mark: this.prefix.add(message.position), attempts: 0 };
    this.unhandledMessages += 1;
    this.unhandledBytes += message.value.length;
    const lane = this.lanes.get(message.key);
    if (lane === undefined) this.lanes.set(message.key, [entry]);
    else lane.push(entry);
    this.run(message.key);
  }

  /** Starts no handler until `goOn`; resolves when those under way are done. Acknowledging still counts. */
  async hold(): Promise<void> {
    this.held = true;
    this.pauses.endAll();
    await Promise.all(this.running.values());
  }

  goOn(): void {
    if (this.stopped) return;
    this.held = false;
    for (const key of this.lanes.keys()) this.run(key);
  }

  /** The partition is another's: acknowledging has no effect any more, no handler starts; resolves when all are done. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.releaseWaiting();
    await this.hold();
    this.lanes.clear();
  }

  private run(key: string): void {
    if (this.held || this.running.has(key)) return;
    const lane = this.lanes.get(key);
    if (lane === undefined) return;
    const running = this.drain(key, lane).finally(() => {
      this.running.delete(key);
      // Held and let go on again while the last handler was still under way, or a message came as the lane ended.
      this.run(key);
    });
    this.running.set(key, running);
  }

  private async drain(key: string, lane: Held<Position>[]): Promise<void> {
    let turn = 0;
    for (let entry = lane[0]; entry !== undefined && !this.held; entry = lane[0]) {
      if (!(await this.handOver(entry))) continue;
      lane.shift();
      turn += 1;
      if (turn % TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    if (lane.length === 0) this.lanes.delete(key);
  }

  /** False when the handler failed: the same message comes again after a pause. */
  private async handOver(entry: Held<Position>): Promise<boolean> {
    entry.attempts += 1;
    const { handle, acknowledge } = this.options.subscriber;
    try {
      await handle(this.deliveryOf(entry));
    } catch {
      if (!this.held) await this.pauses.after(entry.attempts);
      return false;
    }
    this.unhandledMessages -= 1;
    this.unhandledBytes -= entry.message.value.length;
    if (acknowledge === 'on-return') this.acknowledge(entry.mark);
    else this.giveRoom();
    return true;
  }

  private deliveryOf(entry: Held<Position>): Delivery {
    const { topic, partition } = this.options;
    const { mark, attempts: attempt } = entry;
    const { key, value } = entry.message;
    return { topic, key, value, partition, attempt, acknowledge: () => this.acknowledge(mark) };
  }

  private acknowledge(mark: Mark<Position>): void {
    if (this.stopped || mark.acknowledged) return;
    mark.acknowledged = true;
    if (this.prefix.advance()) this.options.onAcknowledged?.(this.prefix.upTo as Position);
    this.giveRoom();
  }

  private usedShare(): number {
    const { maxUnhandledMessages, maxUnhandledBytes, maxUnacknowledged } = this.options.window;
    return Math.max(
      this.unhandledMessages / maxUnhandledMessages,
      this.unhandledBytes / maxUnhandledBytes,
      this.prefix.size / maxUnacknowledged,
    );
  }

  private giveRoom(): void {
    if (this.waitingForRoom.length > 0 && this.usedShare() <= 0.5) this.releaseWaiting();
  }

  private releaseWaiting(): void {
    for (const resume of this.waitingForRoom.splice(0)) resume();
  }
}
