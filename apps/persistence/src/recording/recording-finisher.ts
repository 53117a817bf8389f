import type { CallId } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import { Failure, pause, type Clock, type Logger, type RecordingStore } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';

const MAX_ATTEMPTS = 5;
const PAUSES = { firstMs: 1_000, maxMs: 8_000 };
/**
 * Assembling a recording may take minutes. At shutdown, the next owner of the message finishes a recording that takes
 * longer than this.
 */
const CLOSE_WITHIN_MS = 5_000;

/**
 * Brings the recordings of ended calls into their final form, without delaying the audio of other calls. A recording
 * can be read before that, and stays as it is when it cannot be finished. Unacknowledged messages bound how many wait
 * here.
 */
export class RecordingFinisher {
  private readonly inProgress = new Map<CallId, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly recordings: RecordingStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Pick<PersistenceMetrics, 'recordingFailures'>,
  ) {}

  /**
   * Calls `onFinished` when nothing is left to do for the recording; never after `close`, which interrupts the work.
   */
  addCall(callId: CallId, onFinished: () => void): void {
    const previous = this.inProgress.get(callId) ?? Promise.resolve();
    const current = previous
      .then(() => this.finishRecording(callId))
      .then((isFinished) => {
        if (isFinished) onFinished();
      })
      .finally(() => this.inProgress.get(callId) === current && this.inProgress.delete(callId));
    this.inProgress.set(callId, current);
  }

  /** Waits a short time for recordings in progress. */
  async close(): Promise<void> {
    this.closing.abort();
    let cancelTimeout = () => {};
    const timeout = new Promise<void>((resolve) => {
      cancelTimeout = this.clock.schedule(CLOSE_WITHIN_MS, resolve);
    });
    await Promise.race([timeout, Promise.all(this.inProgress.values())]);
    cancelTimeout();
  }

  /** Returns false when `close` interrupted it. */
  private async finishRecording(callId: CallId): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.recordings.finish(callId);
        return true;
      } catch (error) {
        const isLast = attempt >= MAX_ATTEMPTS || (error instanceof Failure && !error.retryable);
        this.reportFailure(callId, error, attempt, isLast);
        if (isLast) return true;
      }
      await pause(this.clock, backoffMs(attempt, PAUSES), this.closing.signal);
      if (this.closing.signal.aborted) return false;
    }
  }

  private reportFailure(callId: CallId, error: unknown, attempt: number, isLast: boolean): void {
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    this.metrics.recordingFailures.add(1, { code });
    const fields = { callId, code, err: error, attempt };
    if (isLast) this.logger.error(fields, 'finishing a recording failed; it stays as it is');
    else this.logger.warn(fields, 'finishing a recording failed; trying again');
  }
}
