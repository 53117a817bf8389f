import type { Clock, DeadLetterStore, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';

const PURGE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Dead letters that are kept at most, so that a stage that always fails does not fill the database. */
const MAX_LETTERS = 100_000;

/** Removes old dead letters. */
export class DeadLetterRetention {
  private readonly purging: PeriodicTask;

  constructor(
    private readonly letters: DeadLetterStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly retentionDays: number,
  ) {
    this.purging = new PeriodicTask(
      clock,
      PURGE_EVERY_MS,
      () => this.purgeLetters(),
      (error) => this.logger.warn({ err: error }, 'removing old dead letters failed'),
    );
  }

  start(): void {
    this.purging.start();
  }

  stop(): Promise<void> {
    return this.purging.stop();
  }

  async purgeLetters(): Promise<void> {
    const diedBeforeMs = this.clock.nowMs() - this.retentionDays * DAY_MS;
    const removed = await this.letters.purge({ diedBeforeMs, keepNewest: MAX_LETTERS });
    if (removed > 0) this.logger.info({ removed }, 'old dead letters removed');
  }
}
