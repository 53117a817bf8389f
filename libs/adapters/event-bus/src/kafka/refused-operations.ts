import type { ErrorCode } from '@earshot/contracts';
import { Failure, type Clock, type Gauge, type Logger, type Metrics } from '@earshot/ports';

interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
  loggedAtMs: number;
}

const LOG_EVERY_MS = 60_000;

/**
 * The operations that the brokers refuse although they answered before, for example because somebody took a right away. Each one is
 * tried again for ever, so nothing is lost, but it stands still until an operator acts. So this process is not ready, and says why.
 */
export class RefusedOperations {
  private readonly refused = new Map<string, Refusal>();
  private readonly count: Gauge | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    metrics?: Metrics,
  ) {
    this.count = metrics?.gauge(
      'earshot_bus_refused_operations',
      'Operations that the brokers refuse although they answered before; each is tried again',
    );
    this.count?.set(0);
  }

  /** Logs an operation that was refused once more, at most once a minute. */
  note(operation: string, { code, message: reason }: Failure): void {
    const nowMs = this.clock.nowMs();
    const loggedAtMs = this.refused.get(operation)?.loggedAtMs;
    const isDue = loggedAtMs === undefined || nowMs - loggedAtMs >= LOG_EVERY_MS;
    this.refused.set(operation, { code, reason, loggedAtMs: isDue ? nowMs : loggedAtMs });
    this.count?.set(this.refused.size);
    if (!isDue) return;
    this.log.error(
      { operation, code, reason },
      'the Kafka brokers refuse what they allowed before; Earshot keeps its messages and tries again until somebody allows it',
    );
  }

  /** The operation passed, or nobody waits for it any more. */
  end(operation: string): void {
    if (this.refused.delete(operation)) this.count?.set(this.refused.size);
  }

  /** Throws the retryable `Failure` of an operation that is refused. */
  requireNone(): void {
    for (const [operation, { code, reason }] of this.refused)
      throw new Failure(code, `${operation}: ${reason}`, { retryable: true });
  }
}
