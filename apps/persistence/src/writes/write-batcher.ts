import {
  Failure,
  type CallStore,
  type CallWrite,
  type Clock,
  type CompletedCall,
  type RowChange,
} from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';

/**
 * Facts in one transaction. A transaction takes its handful of round trips whatever is in it: with 200, a busy database
 * took fewer facts than 300 calls bring, and finals waited for seconds.
 */
const MAX_BATCH = 2_000;
/** Entries that may wait; a call's events come one at a time, so this is far above the number of live calls. */
const MAX_WAITING = 20_000;
/**
 * Entries in a batch from which on the whole window is worth its wait; a call has one at a time. Were one call alone
 * made to wait for others that do not come, a recording that is transcribed would be stored several times slower.
 */
const WORTH_THE_WINDOW = 10;

interface Entry {
  readonly writes: readonly CallWrite[];
  resolve(): void;
  reject(error: unknown): void;
}

export interface WriteBatcherOptions {
  readonly store: CallStore;
  readonly clock: Clock;
  readonly windowMs: number;
  readonly metrics: PersistenceMetrics;
  /** Tells who shows calls; runs after the commit and before `write` resolves, so what failed here comes again. */
  announce(changes: readonly RowChange[]): Promise<void>;
}

/**
 * Gathers the facts of all calls into few transactions: a thousand live calls cost as many commits as ten. The first
 * fact after a pause is written at once, and the fewer there are, the shorter they wait. While the database is away each
 * `write` rejects and its message stays with the bus. A fact that the database can never take fails alone.
 */
export class WriteBatcher {
  private waiting: Entry[] = [];
  private running: Promise<void> | undefined;
  private nextBatchAtMs = 0;

  constructor(private readonly options: WriteBatcherOptions) {}

  /** Resolves when it is committed and announced. */
  write(...writes: readonly CallWrite[]): Promise<void> {
    if (writes.length === 0) return Promise.resolve();
    if (this.waiting.length >= MAX_WAITING) {
      return Promise.reject(new Failure('STORE_BUSY', 'Too many facts wait for the database.', { retryable: true }));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ writes, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    const { clock, windowMs } = this.options;
    // Facts of the same moment belong together, also when nothing was written for long.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const waitMs = this.nextBatchAtMs - clock.nowMs();
      if (waitMs > 0 && waitMs <= windowMs && !this.isFull())
        await new Promise<void>((resolve) => clock.schedule(waitMs, resolve));
      const batch = this.takeBatch();
      this.nextBatchAtMs = clock.nowMs() + windowMs * Math.min(1, batch.length / WORTH_THE_WINDOW);
      await this.writeBatch(batch);
    }
    // In the same step as the last look at `waiting`: what comes now starts the next run.
    this.running = undefined;
  }

  private isFull(): boolean {
    return this.waiting.length >= MAX_BATCH;
  }

  private takeBatch(): Entry[] {
    let facts = 0;
    const end = this.waiting.findIndex((entry) => (facts += entry.writes.length) > MAX_BATCH);
    return this.waiting.splice(0, end === -1 ? this.waiting.length : Math.max(1, end));
  }

  private async writeBatch(batch: readonly Entry[]): Promise<void> {
    try {
      await this.commit(batch.flatMap(({ writes }) => writes));
      for (const entry of batch) entry.resolve();
    } catch (error) {
      if (batch.length > 1 && error instanceof Failure && !error.retryable) {
        for (const entry of batch) await this.writeBatch([entry]);
      } else {
        for (const entry of batch) entry.reject(error);
      }
    }
  }

  private async commit(writes: readonly CallWrite[]): Promise<void> {
    const { store, clock, metrics, announce } = this.options;
    const startedMs = clock.nowMs();
    let applied: { changes: readonly RowChange[]; completed: readonly CompletedCall[] };
    try {
      applied = await store.apply(writes, startedMs);
    } catch (error) {
      metrics.storeFailures.add(1, { code: error instanceof Failure ? error.code : 'UNEXPECTED' });
      throw error;
    }
    metrics.batchFacts.observe(writes.length);
    metrics.batchSeconds.observe((clock.nowMs() - startedMs) / 1_000);
    for (const { status, undeclaredGapMs, addsUp } of applied.completed) {
      metrics.completed.add(1, { status });
      metrics.undeclaredGapMs.add(undeclaredGapMs);
      if (!addsUp) metrics.mismatches.add(1);
    }
    await announce(applied.changes);
  }
}
