import { Failure } from '@earshot/ports';

export interface SubscriberQueueOptions<T> {
  /** Updates that wait for a slow subscriber at most. */
  readonly max: number;
  /** Whether an update may be dropped when the queue is full. */
  droppable(item: T): boolean;
  /** An update was replaced by a newer one of the same thing, or dropped, before the subscriber took it. */
  onDropped(item: T): void;
  onDelivered(item: T): void;
  /** Called once, whatever ended the subscription. */
  onEnd(code: string | null): void;
}

const END = { done: true, value: undefined } as const;

/**
 * One subscriber's updates, newest state per thing, in order. It never waits and never grows: a subscriber that does
 * not keep up loses partials first and then the subscription (`SUBSCRIBER_TOO_SLOW`), so that it asks for all again.
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

  /** Adds the newest state of `key`; an older one that still waits is replaced. */
  push(key: string, item: T): void {
    if (this.ended) return;
    if (this.pull !== null) return this.hand(item);
    const older = this.waiting.get(key);
    if (older !== undefined) {
      this.waiting.delete(key);
      this.options.onDropped(older);
    } else if (this.waiting.size >= this.options.max && !this.dropOldest()) {
      return this.fail(
        new Failure(
          'SUBSCRIBER_TOO_SLOW',
          'Updates came faster than they were taken. Fetch again, then subscribe again.',
        ),
      );
    }
    this.waiting.set(key, item);
  }

  /** Ends the subscription with an error for the subscriber. */
  fail(failure: Failure): void {
    if (this.ended) return;
    this.failure = failure;
    this.end(failure.code);
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
    this.end(null);
    return Promise.resolve(END);
  }

  throw(error?: unknown): Promise<IteratorResult<T>> {
    this.end(null);
    return Promise.reject(error instanceof Error ? error : new Error('subscription ended'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private hand(item: T): void {
    const pull = this.pull;
    this.pull = null;
    this.options.onDelivered(item);
    pull?.resolve({ done: false, value: item });
  }

  private dropOldest(): boolean {
    for (const [key, item] of this.waiting) {
      if (!this.options.droppable(item)) continue;
      this.waiting.delete(key);
      this.options.onDropped(item);
      return true;
    }
    return false;
  }

  private end(code: string | null): void {
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
