import { Failure } from '@earshot/ports';
import { uncountedBacklog, type Backlog } from './backlog.js';
import { estimateBytes } from './estimate-bytes.js';

export interface SubscriberQueueOptions<T> {
  /** Most updates that wait for a slow subscriber. */
  readonly maxQueued: number;
  /** Whether an update may be dropped when the queue is full. */
  isDroppable(item: T): boolean;
  /** A newer update of the same key replaced this one, or the queue dropped it, before the subscriber took it. */
  onDropped(item: T): void;
  onDelivered(item: T): void;
  /** Called once when the subscription ends. `code`: the error that ended it; null when the subscriber ended it. */
  onEnd(code: string | null): void;
}

const END = { done: true, value: undefined } as const;

/**
 * The updates that wait for one subscriber, in order and with only the newest state per key. It never blocks and never
 * grows beyond its bounds, in updates and in bytes: a subscriber that is too slow loses partials first. Then its
 * subscription ends with `SUBSCRIBER_TOO_SLOW`, so that the client subscribes and fetches again.
 */
export class SubscriberQueue<T extends object> implements AsyncIterableIterator<T> {
  private readonly waiting = new Map<string, T>();
  private pull: { resolve(result: IteratorResult<T>): void; reject(error: Error): void } | null = null;
  private ended = false;
  private failure: Failure | null = null;

  /** `backlog`: everything that waits for the subscriber's client. */
  constructor(
    private readonly options: SubscriberQueueOptions<T>,
    private readonly backlog: Backlog = uncountedBacklog,
  ) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Adds the newest state of `key`. It replaces an older state that still waits. */
  push(key: string, item: T): void {
    if (this.ended) return;
    if (this.pull !== null) return this.handOver(item);
    const older = this.takeWaiting(key);
    if (older !== undefined) this.options.onDropped(older);
    while (!this.hasRoomFor(item)) if (!this.dropOldestDroppable()) return this.failAsTooSlow();
    // Counting its bytes may have closed the client's socket.
    if (!this.ended) this.waiting.set(key, item);
  }

  /** Ends the subscription with an error for the subscriber. */
  fail(failure: Failure): void {
    if (this.ended) return;
    this.failure = failure;
    this.endOnce(failure.code);
  }

  next(): Promise<IteratorResult<T>> {
    const [key] = this.waiting.keys();
    const item = key === undefined ? undefined : this.takeWaiting(key);
    if (item !== undefined) {
      this.options.onDelivered(item);
      return Promise.resolve({ done: false, value: item });
    }
    if (this.failure !== null) {
      const failure = this.failure;
      this.failure = null;
      return Promise.reject(failure);
    }
    if (this.ended) return Promise.resolve(END);
    return new Promise((resolve, reject) => (this.pull = { resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    this.endOnce(null);
    return Promise.resolve(END);
  }

  throw(error?: unknown): Promise<IteratorResult<T>> {
    this.endOnce(null);
    return Promise.reject(error instanceof Error ? error : new Error('subscription ended'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private handOver(item: T): void {
    const pull = this.pull;
    this.pull = null;
    this.options.onDelivered(item);
    pull?.resolve({ done: false, value: item });
  }

  private hasRoomFor(item: T): boolean {
    return this.waiting.size < this.options.maxQueued && this.backlog.takeBytes(estimateBytes(item));
  }

  private takeWaiting(key: string): T | undefined {
    const item = this.waiting.get(key);
    if (item === undefined) return undefined;
    this.waiting.delete(key);
    this.backlog.releaseBytes(estimateBytes(item));
    return item;
  }

  private dropOldestDroppable(): boolean {
    for (const [key, item] of this.waiting) {
      if (!this.options.isDroppable(item)) continue;
      this.takeWaiting(key);
      this.options.onDropped(item);
      return true;
    }
    return false;
  }

  private failAsTooSlow(): void {
    this.fail(
      new Failure(
        'SUBSCRIBER_TOO_SLOW',
        'Updates came faster than the client took them. Subscribe again, then fetch, and keep the higher revision.',
      ),
    );
  }

  private endOnce(code: string | null): void {
    if (this.ended) return;
    this.ended = true;
    for (const key of [...this.waiting.keys()]) this.takeWaiting(key);
    const pull = this.pull;
    this.pull = null;
    if (pull !== null && this.failure !== null) {
      pull.reject(this.failure);
      this.failure = null;
    } else {
      pull?.resolve(END);
    }
    this.options.onEnd(code);
  }
}
