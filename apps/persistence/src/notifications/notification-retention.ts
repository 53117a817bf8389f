import type { Clock, Logger, NotificationQueue } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';

const PURGE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Removes the old part of the log of notifications. */
export class NotificationRetention {
  private readonly purging: PeriodicTask;

  constructor(
    private readonly queue: NotificationQueue,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly retentionDays: number,
  ) {
    this.purging = new PeriodicTask(
      clock,
      PURGE_EVERY_MS,
      () => this.purgeNotifications(),
      (error) => this.logger.warn({ err: error }, 'removing old notifications failed'),
    );
  }

  start(): void {
    this.purging.start();
  }

  stop(): Promise<void> {
    return this.purging.stop();
  }

  async purgeNotifications(): Promise<void> {
    const removed = await this.queue.purge(this.clock.nowMs() - this.retentionDays * DAY_MS);
    if (removed > 0) this.logger.info({ removed }, 'old notifications removed');
  }
}
