import type { Admin, Kafka } from 'kafkajs';
import type { Clock, Logger } from '@earshot/ports';
import { RetryPauses } from '../shared/retry-pauses.js';
import { createKafkaClient } from './kafka-client.js';
import { briefly, busClosed, kafkaFailure } from './kafka-failure.js';
import type { KafkaSettings } from './kafka-settings.js';
import { within } from '../shared/wait-at-most.js';

const DISCONNECT_LIMIT_MS = 3_000;

/**
 * The brokers, as everything of one bus sees them: one client, one connection for administration, one rule for trying
 * again. What an operator has to change ends the try only before the brokers answered once; later it may be a broker's
 * own trouble, and a process that gave up would lose what it holds.
 */
export class KafkaConnection {
  private client: Promise<Kafka> | undefined;
  private administration: Promise<Admin> | undefined;
  private readonly pauses: RetryPauses;
  private answered = false;
  closed = false;

  constructor(
    readonly settings: KafkaSettings,
    readonly clientId: string,
    readonly clock: Clock,
    readonly log: Logger,
  ) {
    this.pauses = new RetryPauses(clock);
  }

  kafka(): Promise<Kafka> {
    return (this.client ??= createKafkaClient(this.settings, this.clientId, this.log).catch((error: unknown) => {
      // A file may be there at the next try.
      this.client = undefined;
      throw error;
    }));
  }

  /** Tries with growing pauses until it is done, or closed, or the settings turn out to be wrong. */
  async untilDone<T>(what: string, work: () => Promise<T>, stopped: () => boolean = () => this.closed): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await work();
        this.answered = true;
        return result;
      } catch (error) {
        const failure = kafkaFailure(error);
        if (stopped()) throw busClosed();
        if (!failure.retryable && !this.answered) throw failure;
        this.log.warn(
          { what, attempt, code: failure.code, reason: briefly(error) },
          'the Kafka brokers do not answer, trying again',
        );
        await this.pauses.after(attempt);
        if (stopped()) throw busClosed();
      }
    }
  }

  /** One question to the brokers. */
  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    if (this.closed) throw busClosed();
    // A promise, since two that ask at once would make two admins, of which one would stay connected for ever.
    this.administration ??= this.kafka().then((kafka) => kafka.admin());
    const admin = await this.administration.catch((error: unknown) => {
      this.administration = undefined;
      throw error;
    });
    await admin.connect();
    return question(admin);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.pauses.endAll();
    const admin = await this.administration?.catch(() => undefined);
    if (admin !== undefined) await within(this.clock, DISCONNECT_LIMIT_MS, admin.disconnect());
  }
}
