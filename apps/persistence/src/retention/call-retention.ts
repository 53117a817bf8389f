import type { Clock, Logger, RetentionPosition, RetentionQueue } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';

/** Between two runs through all calls that are old enough. */
const RUN_EVERY_MS = 600_000;

/** Has calls erased whose time is over, in small steps. Several processes may do it at once. */
export class CallRetention {
  private readonly running: PeriodicTask;
  private isStopping = false;

  constructor(
    private readonly queue: RetentionQueue,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly defaultDays: number,
  ) {
    this.running = new PeriodicTask(
      clock,
      RUN_EVERY_MS,
      () => this.expireCalls(),
      (error) => this.logger.warn({ err: error }, 'removing calls whose time is over failed; trying again'),
    );
  }

  start(): void {
    this.running.start();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running.stop();
  }

  /** Ends early while many calls wait to be erased. The next run goes on. */
  async expireCalls(): Promise<void> {
    let expired = 0;
    for (const tenant of await this.queue.listTenants()) expired += await this.expireTenant(tenant);
    await this.queue.removeOldProofs(this.clock.nowMs());
    if (expired > 0) this.logger.info({ calls: expired }, 'calls are erased because their time is over');
  }

  private async expireTenant(tenant: string): Promise<number> {
    const { queue, clock, defaultDays } = this;
    let expired = 0;
    let after: RetentionPosition | null = null;
    do {
      if (this.isStopping || (await queue.isFull())) break;
      const step = await queue.expireCalls(tenant, after, { nowMs: clock.nowMs(), defaultDays });
      expired += step.expired;
      after = step.next;
    } while (after !== null);
    return expired;
  }
}
