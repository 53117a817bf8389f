import { backoffMs } from '@earshot/domain';
import {
  Failure,
  pause,
  type Clock,
  type Logger,
  type ProgressSave,
  type TranscriptProgressStore,
} from '@earshot/ports';

/** Calls saved in one statement. */
const MAX_BATCH = 500;
const SAVE_BACKOFF = { firstMs: 100, maxMs: 5_000 };

/** The progress of one call, as the saver sees it. */
export interface UnsavedProgress {
  /** The call needs no further save. */
  readonly isClosed: boolean;
  /** The progress to save, and a function to call when it is saved. */
  snapshot(): { readonly save: ProgressSave; readonly confirm: () => void };
  /** Another owner took the call. */
  refuse(): void;
}

/**
 * Saves the progress of all calls of the process in few statements: it collects changes for a short time and saves only
 * the newest progress of each call. While the store is unavailable, one entry for each call waits here.
 */
export class ProgressSaver {
  private readonly changed = new Set<UnsavedProgress>();
  private isRunning = false;
  private failuresInARow = 0;
  private nextBatchAtMs = 0;

  constructor(
    private readonly store: TranscriptProgressStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly windowMs: number,
  ) {}

  saveSoon(progress: UnsavedProgress): void {
    this.changed.add(progress);
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    // Changes of the same moment belong in one statement.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.changed.size > 0) {
      const waitMs = Math.min(this.windowMs, this.nextBatchAtMs - this.clock.nowMs());
      if (waitMs > 0) await pause(this.clock, waitMs);
      this.nextBatchAtMs = this.clock.nowMs() + this.windowMs;
      await this.saveBatch(this.takeBatch());
      if (this.failuresInARow > 0) await pause(this.clock, backoffMs(this.failuresInARow, SAVE_BACKOFF));
    }
    this.isRunning = false;
  }

  private takeBatch(): UnsavedProgress[] {
    const batch = [...this.changed].slice(0, MAX_BATCH);
    for (const progress of batch) this.changed.delete(progress);
    return batch.filter(({ isClosed }) => !isClosed);
  }

  private async saveBatch(batch: readonly UnsavedProgress[]): Promise<void> {
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
      await this.saveAgainLater(batch, error);
    }
  }

  /** Saves each call alone after a failure that is not retryable, so that one call cannot block its batch for ever. */
  private async saveAgainLater(batch: readonly UnsavedProgress[], error: unknown): Promise<void> {
    const isRetryable = !(error instanceof Failure) || error.retryable;
    if (!isRetryable && batch.length > 1) {
      for (const progress of batch) await this.saveBatch([progress]);
      return;
    }
    this.failuresInARow += 1;
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    this.logger.warn(
      { code, calls: batch.length, inARow: this.failuresInARow },
      'transcript progress could not be saved; retrying',
    );
    for (const progress of batch) if (!progress.isClosed) this.changed.add(progress);
  }
}
