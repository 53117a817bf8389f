import type { Clock, DeadLetterStore, Logger } from '@earshot/ports';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A stage that fails for ever must not fill the database. */
const MOST = 100_000;

export interface DeadLetterRetentionOptions {
  readonly letters: DeadLetterStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly days: number;
}

/** Removes dead letters that nobody wanted for long. */
export class DeadLetterRetention {
  private cancel: (() => void) | undefined;
  private purging: Promise<void> = Promise.resolve();

  constructor(private readonly options: DeadLetterRetentionOptions) {}

  start(): void {
    this.cancel = this.options.clock.schedule(EVERY_MS, () => {
      this.purging = this.purge()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'old dead letters not removed'))
        .finally(() => this.cancel && this.start());
    });
  }

  async stop(): Promise<void> {
    this.cancel?.();
    this.cancel = undefined;
    await this.purging;
  }

  async purge(): Promise<void> {
    const { letters, clock, logger, days } = this.options;
    const removed = await letters.purge({ diedBeforeMs: clock.nowMs() - days * DAY_MS, keepNewest: MOST });
    if (removed > 0) logger.info({ removed }, 'old dead letters removed');
  }
}
