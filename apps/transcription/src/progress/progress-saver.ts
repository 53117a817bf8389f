import { restartPauseMs } from '@earshot/domain';
import { Failure, type Clock, type Logger, type TranscriptProgressStore } from '@earshot/ports';
import type { CallProgress } from './call-progress.js';

/** Calls saved in one statement. */
const MAX_BATCH = 500;

/**
 * Saves the progress of all calls of the process in few statements: what changed within a short window goes together,
 * of each call only the newest. While the store is away everything waits here, one entry for each call.
 */
export class ProgressSaver {
  private readonly changed = new Set<CallProgress>();
  private running = false;
  private failuresInARow = 0;
  private nextBatchAtMs = 0;

  constructor(
    private readonly store: TranscriptProgressStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly windowMs: number,
  ) {}

  /** The call has something to save. */
  note(progress: CallProgress): void {
    this.changed.add(progress);
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    // What is published in the same moment belongs together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.changed.size > 0) {
      const waitMs = Math.min(this.windowMs, this.nextBatchAtMs - this.clock.nowMs());
      if (waitMs > 0) await this.pause(waitMs);
      this.nextBatchAtMs = this.clock.nowMs() + this.windowMs;
      await this.saveSome(this.takeBatch());
      if (this.failuresInARow > 0) await this.pause(restartPauseMs(this.failuresInARow));
    }
    this.running = false;
  }

  private takeBatch(): CallProgress[] {
    const batch = [...this.changed].slice(0, MAX_BATCH);
    for (const progress of batch) this.changed.delete(progress);
    return batch.filter(({ isClosed }) => !isClosed);
  }

  private async saveSome(batch: readonly CallProgress[]): Promise<void> {
    const snapshots = batch.map((progress) => progress.snapshot());
    try {
      const refused = await this.store.save(snapshots.map(({ save }) => save));
      this.failuresInARow = 0;
      for (const [at, progress] of batch.entries()) {
        const snapshot = snapshots[at];
        const isRefused = refused.some(
          ({ callId, requestId }) => callId === snapshot?.save.callId && requestId === snapshot.save.requestId,
        );
        if (isRefused) progress.refuse();
        else snapshot?.confirm();
      }
    } catch (error) {
      await this.failed(batch, error);
    }
  }

  /** A call that can never be saved must not keep the others from it. */
  private async failed(batch: readonly CallProgress[], error: unknown): Promise<void> {
    const isPassing = !(error instanceof Failure) || error.retryable;
    if (!isPassing && batch.length > 1) {
      for (const progress of batch) await this.saveSome([progress]);
      return;
    }
    this.failuresInARow += 1;
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    this.logger.warn({ code, calls: batch.length, inARow: this.failuresInARow }, 'transcript progress not saved yet');
    for (const progress of batch) if (!progress.isClosed) this.changed.add(progress);
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.clock.schedule(delayMs, resolve));
  }
}
