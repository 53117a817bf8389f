import type { Admin, Kafka } from 'kafkajs';
import type { Clock, Logger, Metrics } from '@earshot/ports';
import { busClosed } from '../shared/bus-failures.js';
import { RetryPauses } from '../shared/retry-pauses.js';
import { waitAtMost } from '../shared/wait-at-most.js';
import { createKafkaClient } from './kafka-client.js';
import { describeKafkaError, toKafkaFailure } from './kafka-failure.js';
import type { KafkaSettings } from './kafka-settings.js';
import { RefusedOperations } from './refused-operations.js';

const DISCONNECT_LIMIT_MS = 3_000;

/**
 * The connection of one bus to its brokers: one client, one admin connection and one retry rule for everything. A failure
 * that an operator must fix ends a retry only until the brokers answered once. Later it may be trouble of a broker, and a
 * process that gave up would lose the messages it holds.
 */
export class KafkaConnection {
  private client: Promise<Kafka> | undefined;
  private admin: Promise<Admin> | undefined;
  private readonly pauses: RetryPauses;
  private readonly refused: RefusedOperations;
  private hasAnswered = false;
  isClosed = false;

  constructor(
    readonly settings: KafkaSettings,
    readonly clientId: string,
    readonly clock: Clock,
    readonly log: Logger,
    metrics?: Metrics,
  ) {
    this.refused = new RefusedOperations(clock, log, metrics);
    this.pauses = new RetryPauses(clock);
  }

  kafka(): Promise<Kafka> {
    return (this.client ??= createKafkaClient(this.settings, this.clientId, this.log).catch((error: unknown) => {
      // A missing certificate file may exist at the next attempt.
      this.client = undefined;
      throw error;
    }));
  }

  /**
   * Repeats `attempt` after growing pauses until it succeeds. Rejects with `BUS_CLOSED` when stopped, and when the settings
   * turn out to be wrong. `operation` is for the log and the reason of `requireAllowed`.
   */
  async retryUntilDone<T>(
    operation: string,
    attempt: () => Promise<T>,
    isStopped: () => boolean = () => this.isClosed,
  ): Promise<T> {
    try {
      return await this.retry(operation, attempt, isStopped);
    } finally {
      this.refused.end(operation);
    }
  }

  private async retry<T>(operation: string, attempt: () => Promise<T>, isStopped: () => boolean): Promise<T> {
    for (let failures = 1; ; failures += 1) {
      try {
        const result = await attempt();
        this.hasAnswered = true;
        return result;
      } catch (error) {
        const failure = toKafkaFailure(error);
        if (isStopped()) throw busClosed();
        if (!failure.retryable && !this.hasAnswered) throw failure;
        if (!failure.retryable) this.refused.note(operation, failure);
        this.log.warn(
          { operation, failures, code: failure.code, reason: describeKafkaError(error) },
          'a request to the Kafka brokers failed; Earshot tries again',
        );
        await this.pauses.pauseAfter(failures);
        if (isStopped()) throw busClosed();
      }
    }
  }

  /** Throws the retryable `Failure` of an operation that the brokers refuse and that is tried again. */
  requireAllowed(): void {
    this.refused.requireNone();
  }

  /** Sends one request to the brokers, without a retry of ours. */
  async request<T>(send: (admin: Admin) => Promise<T>): Promise<T> {
    if (this.isClosed) throw busClosed();
    // A promise, because two requests at once would create two admins and one would stay connected for ever.
    this.admin ??= this.kafka().then((kafka) => kafka.admin());
    const admin = await this.admin.catch((error: unknown) => {
      this.admin = undefined;
      throw error;
    });
    await admin.connect();
    return send(admin);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.pauses.endAll();
    const admin = await this.admin?.catch(() => undefined);
    if (admin !== undefined) await waitAtMost(this.clock, DISCONNECT_LIMIT_MS, admin.disconnect());
  }
}
