import type { CallId } from '@earshot/contracts';
import { Failure, type Clock, type Logger, type RecordingStore } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';

const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 1_000;
/** Where a recording is assembled it may take minutes: what is not done by then is left to who hears of it again. */
const CLOSE_WITHIN_MS = 5_000;

export interface FinishedRecordingsOptions {
  readonly recordings: RecordingStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PersistenceMetrics;
}

/**
 * Brings recordings of calls that are over into their final form, beside the audio of other calls. They can be read
 * before, and one that cannot be finished stays as it is. How many wait is bounded by the messages that wait for it.
 */
export class FinishedRecordings {
  private readonly running = new Map<CallId, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly options: FinishedRecordingsOptions) {}

  /** `done` is called when there is nothing more to be done for it, not when this is closed before. */
  add(callId: CallId, done: () => void): void {
    const before = this.running.get(callId) ?? Promise.resolve();
    const run = before
      .then(() => this.finish(callId))
      .then((isOver) => {
        if (isOver) done();
      })
      .finally(() => this.running.get(callId) === run && this.running.delete(callId));
    this.running.set(callId, run);
  }

  /** Resolves when what is under way is done, or takes too long. */
  async close(): Promise<void> {
    this.closing.abort();
    let cancel = () => {};
    const late = new Promise<void>((resolve) => (cancel = this.options.clock.schedule(CLOSE_WITHIN_MS, resolve)));
    await Promise.race([late, Promise.all(this.running.values())]);
    cancel();
  }

  /** False when it was interrupted. */
  private async finish(callId: CallId): Promise<boolean> {
    const { recordings, metrics, logger } = this.options;
    for (let attempt = 1; ; attempt++) {
      try {
        await recordings.finish(callId);
        return true;
      } catch (error) {
        const code = error instanceof Failure ? error.code : 'UNEXPECTED';
        metrics.recordingFailures.add(1, { code });
        const isLast = attempt >= MAX_TRIES || (error instanceof Failure && !error.retryable);
        logger[isLast ? 'error' : 'warn'](
          { callId, code, err: error, attempt },
          'recording not brought into its final form',
        );
        if (isLast) return true;
        if (!(await this.pause(FIRST_PAUSE_MS * 2 ** (attempt - 1)))) return false;
      }
    }
  }

  private pause(pauseMs: number): Promise<boolean> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve(!signal.aborted);
      };
      const cancel = this.options.clock.schedule(pauseMs, end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
