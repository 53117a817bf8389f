import { backoffMs, type BackoffLimits } from '@earshot/domain';
import {
  Failure,
  type Clock,
  type DeliveryOutcome,
  type Logger,
  type Notification,
  type NotificationQueue,
  type Notifier,
} from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { PersistenceMetrics } from '../persistence.metrics.js';

const CHECK_EVERY_MS = 1_000;
/** Notifications of one target that are sent at the same time, each of another call. */
const AT_ONCE = 8;
/** Beyond the time of an attempt: a process that does not settle within this time has died; another one goes on. */
const LEASE_MARGIN_MS = 60_000;
const PAUSES: BackoffLimits = { firstMs: 5_000, maxMs: 3_600_000 };

export interface SenderLimits {
  readonly maxAttempts: number;
  /** For one attempt. */
  readonly limitMs: number;
}

/**
 * Sends what is due: of each call in order, each target by itself. Several processes may do it at once. A notification is sent at
 * least once; the id tells a receiver what it has.
 */
export class NotificationSender {
  private readonly tasks: readonly PeriodicTask[];
  private isStopping = false;

  constructor(
    private readonly queue: NotificationQueue,
    private readonly notifier: Notifier,
    private readonly limits: SenderLimits,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Pick<PersistenceMetrics, 'notifications'>,
  ) {
    this.tasks = notifier.targets.map(
      ({ name }) =>
        new PeriodicTask(
          clock,
          CHECK_EVERY_MS,
          () => this.sendDue(name),
          (error) => logger.warn({ err: error, target: name }, 'looking for notifications failed; trying again'),
        ),
    );
  }

  start(): void {
    for (const task of this.tasks) task.start();
  }

  /** Resolves when no notification is on its way any more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.tasks.map((task) => task.stop()));
  }

  /** Sends everything of a target that is due now. */
  async sendDue(target: string): Promise<void> {
    const leaseMs = this.limits.limitMs + LEASE_MARGIN_MS;
    while (!this.isStopping) {
      const due = await this.queue.takeDue(target, { first: AT_ONCE, nowMs: this.clock.nowMs(), leaseMs });
      await Promise.all(due.map((notification) => this.send(notification)));
      if (due.length === 0) return;
    }
  }

  private async send(notification: Notification): Promise<void> {
    const outcome = await this.attempt(notification);
    this.metrics.notifications.add(1, { outcome: outcome.state });
    await this.queue.settle(notification, outcome, this.clock.nowMs());
  }

  private async attempt(notification: Notification): Promise<DeliveryOutcome> {
    try {
      await this.notifier.deliver(notification);
      return { state: 'DELIVERED' };
    } catch (error) {
      const { target, attempt, id } = notification;
      const code = error instanceof Failure ? error.code : 'UNEXPECTED';
      // The cause of a failure may hold what a server said.
      const reason = error instanceof Failure ? { reason: error.message } : { err: error };
      this.logger.warn({ target, notification: id, attempt, code, ...reason }, 'a notification could not be sent');
      const isWorthRetrying = !(error instanceof Failure) || error.retryable;
      if (!isWorthRetrying || attempt >= this.limits.maxAttempts) return { state: 'FAILED', code };
      return { state: 'PENDING', code, retryAtMs: this.clock.nowMs() + backoffMs(attempt, PAUSES) };
    }
  }
}
