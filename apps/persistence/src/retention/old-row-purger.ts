import type { Clock, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';

const PURGE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface PurgedRows {
  /** What the rows are, for the log. */
  readonly of: string;
  readonly retentionDays: number;
  /** Removes rows that are older. Returns how many. */
  purge(olderThanMs: number): Promise<number>;
}

/** Removes old rows of one kind, once an hour. */
export class OldRowPurger {
  private readonly purging: PeriodicTask;

  constructor(
    private readonly rows: PurgedRows,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.purging = new PeriodicTask(
      clock,
      PURGE_EVERY_MS,
      () => this.purgeRows(),
      (error) => this.logger.warn({ err: error, of: rows.of }, 'removing old rows failed'),
    );
  }

  start(): void {
    this.purging.start();
  }

  stop(): Promise<void> {
    return this.purging.stop();
  }

  async purgeRows(): Promise<void> {
    const { of, retentionDays, purge } = this.rows;
    const removed = await purge(this.clock.nowMs() - retentionDays * DAY_MS);
    if (removed > 0) this.logger.info({ removed, of }, 'old rows removed');
  }
}
