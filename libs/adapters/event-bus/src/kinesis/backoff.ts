import { jitteredBackoffMs, type BackoffLimits } from '@earshot/domain';
import { pause, type Clock } from '@earshot/ports';

const LIMITS: BackoffLimits = { firstMs: 100, maxMs: 10_000 };
const LOG_EVERY_FAILURES = 10;

export const kinesisBackoffMs = (failuresInARow: number, random: () => number): number =>
  jitteredBackoffMs(failuresInARow, LIMITS, random);

/** The growing pauses of one client while Kinesis refuses or does not answer. */
export class Backoff {
  private failuresInARow = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly signal: AbortSignal,
  ) {}

  get failures(): number {
    return this.failuresInARow;
  }

  /** Whether to log the failure that is about to be counted: the first in a row and every tenth after it. */
  get isLogDue(): boolean {
    return this.failuresInARow % LOG_EVERY_FAILURES === 0;
  }

  /** Counts a failure and pauses. Returns at once when the signal is aborted. */
  pauseAfterFailure(): Promise<void> {
    this.failuresInARow += 1;
    return pause(this.clock, kinesisBackoffMs(this.failuresInARow, this.random), this.signal);
  }

  reset(): void {
    this.failuresInARow = 0;
  }
}
