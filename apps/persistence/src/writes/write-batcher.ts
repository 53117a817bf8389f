import {
  canPrepareFacts,
  Failure,
  pause,
  type CallStore,
  type CallWrite,
  type Clock,
  type CompletedCall,
  type NotificationTarget,
} from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { AnnounceChanges } from './announce-changes.js';

/**
 * Most facts in one transaction. A transaction takes the same few round trips at any size. With 200 facts, a busy
 * database accepted fewer facts than 300 calls produce, and finals waited for seconds.
 */
const MAX_BATCH_FACTS = 2_000;
/** Entries that may wait. A call's events come one at a time, so this is far above the number of live calls. */
const MAX_WAITING = 20_000;
/**
 * With this many entries or more, a batch waits for the whole window. A call has one entry at a time: if the facts of a
 * single call waited for others that never arrive, storing the backfill of a recording would take several times longer.
 */
const FULL_WINDOW_ENTRIES = 10;

export interface WriteBatcherOptions {
  /** How long facts are collected, at most. */
  readonly windowMs: number;
  /** Who is told of the facts. */
  readonly targets?: readonly NotificationTarget[];
}

interface Entry {
  readonly writes: readonly CallWrite[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Collects the facts of all calls into few transactions: a thousand live calls cost as many commits as ten. The first
 * fact after a pause is written at once, and the fewer facts there are, the shorter they wait. While the database is
 * unavailable, each `write` rejects and the bus keeps its message. A fact that the database refuses, or that causes an
 * unexpected error, fails alone.
 */
export class WriteBatcher {
  private waiting: Entry[] = [];
  private running: Promise<void> | undefined;
  private nextBatchAtMs = 0;

  /**
   * `announceChanges` runs after the commit and before `write` resolves: when it fails, the bus delivers the message
   * again.
   */
  constructor(
    private readonly store: CallStore,
    private readonly clock: Clock,
    private readonly metrics: PersistenceMetrics,
    private readonly announceChanges: AnnounceChanges,
    private readonly options: WriteBatcherOptions,
  ) {}

  /** Resolves when the facts are committed and announced. */
  async write(...writes: readonly CallWrite[]): Promise<void> {
    if (writes.length === 0) return;
    if (canPrepareFacts(this.store)) await this.countFailures(this.store.prepareFacts(writes));
    await this.addEntry(writes);
  }

  private addEntry(writes: readonly CallWrite[]): Promise<void> {
    if (this.waiting.length >= MAX_WAITING) {
      return Promise.reject(new Failure('STORE_BUSY', 'Too many facts wait for the database.', { retryable: true }));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ writes, resolve, reject });
      this.running ??= this.writeWaiting();
    });
  }

  async waitUntilIdle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async writeWaiting(): Promise<void> {
    const { clock } = this;
    const { windowMs } = this.options;
    // Facts that arrive together belong in one batch, even after a pause.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const waitMs = this.nextBatchAtMs - clock.nowMs();
      // A longer wait than the window means that the clock jumped back.
      if (waitMs > 0 && waitMs <= windowMs && this.waiting.length < MAX_BATCH_FACTS) await pause(clock, waitMs);
      const batch = this.takeBatch();
      this.nextBatchAtMs = clock.nowMs() + windowMs * Math.min(1, batch.length / FULL_WINDOW_ENTRIES);
      await this.writeBatch(batch);
    }
    // No await since `waiting` was empty: the next entry starts the next run.
    this.running = undefined;
  }

  private takeBatch(): Entry[] {
    let facts = 0;
    const end = this.waiting.findIndex((entry) => (facts += entry.writes.length) > MAX_BATCH_FACTS);
    return this.waiting.splice(0, end === -1 ? this.waiting.length : Math.max(1, end));
  }

  private async writeBatch(batch: readonly Entry[]): Promise<void> {
    try {
      await this.commitFacts(batch.flatMap(({ writes }) => writes));
      for (const entry of batch) entry.resolve();
    } catch (error) {
      // An unexpected error may come from the facts of one call: the other calls of the batch must not pay for it.
      if (batch.length > 1 && !isOfWholeStore(error)) {
        for (const entry of batch) await this.writeBatch([entry]);
      } else {
        for (const entry of batch) entry.reject(error);
      }
    }
  }

  private async commitFacts(writes: readonly CallWrite[]): Promise<void> {
    const { store, clock, metrics } = this;
    const startedMs = clock.nowMs();
    const applied = await this.countFailures(store.apply(writes, startedMs, this.options.targets));
    metrics.batchFacts.observe(writes.length);
    metrics.batchSeconds.observe((clock.nowMs() - startedMs) / 1_000);
    metrics.doubledFinals.add(applied.doubledFinals);
    metrics.droppedFacts.add(applied.droppedFacts);
    this.countCompletedCalls(applied.completed);
    await this.announceChanges(applied.changes);
  }

  private async countFailures<T>(storing: Promise<T>): Promise<T> {
    try {
      return await storing;
    } catch (error) {
      this.metrics.storeFailures.add(1, { code: error instanceof Failure ? error.code : 'UNEXPECTED' });
      throw error;
    }
  }

  private countCompletedCalls(completed: readonly CompletedCall[]): void {
    const { metrics } = this;
    for (const { status, undeclaredGapMs, addsUp } of completed) {
      metrics.completed.add(1, { status });
      metrics.undeclaredGapMs.add(undeclaredGapMs);
      if (!addsUp) metrics.mismatches.add(1);
    }
  }
}

/** A key service refuses the keys of calls one by one, so what needs no new key is still stored. */
const isOfWholeStore = (error: unknown): boolean =>
  error instanceof Failure && error.retryable && error.code !== 'KEY_SERVICE_UNAVAILABLE';
