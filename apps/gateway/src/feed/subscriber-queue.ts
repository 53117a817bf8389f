import { Failure } from '@earshot/ports';

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
 * grows beyond its bound: a subscriber that is too slow loses partials first. Then its subscription
 * ends with `SUBSCRIBER_TOO_SLOW`, so that the client subscribes and fetches again.
 */
export class SubscriberQueue<T> implements AsyncIterableIterator<T> {
  private readonly waiting = new Map<string, T>();
  private pull: { resolve(result: IteratorResult<T>): void; reject(error: Error): void } | null = null;
  private ended = false;
  private failure: Failure | null = null;

  constructor(private readonly options: SubscriberQueueOptions<T>) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Adds the newest state of `key`. It replaces an older state that still waits. */
  push(key: string, item: T): void {
    if (this.ended) return;
    if (this.pull !== null) return this.handOver(item);
    const older = this.waiting.get(key);
    if (older !== undefined) {
      this.waiting.delete(key);
      this.options.onDropped(older);
    } else if (this.waiting.size >= this.options.maxQueued && !this.dropOldestDroppable()) {
      return this.fail(
        new Failure(
          'SUBSCRIBER_TOO_SLOW',
          'Updates came faster than the client took them. Subscribe again, then fetch, and keep the higher revision.',
        ),
      );
    }
    this.waiting.set(key, item);
  }

  /** Ends the subscription with an error for the subscriber. */
  fail(failure: Failure): void {
    if (this.ended) return;
    this.failure = failure;
    this.endOnce(failure.code);
  }

  next(): Promise<IteratorResult<T>> {
    const first = this.waiting.entries().next();
    if (!first.done) {
      const [key, item] = first.value;
      this.waiting.delete(key);
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

  private dropOldestDroppable(): boolean {
    for (const [key, item] of this.waiting) {
      if (!this.options.isDroppable(item)) continue;
      this.waiting.delete(key);
      this.options.onDropped(item);
      return true;
    }
    return false;
  }

  private endOnce(code: string | null): void {
    if (this.ended) return;
    this.ended = true;
    this.waiting.clear();
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
