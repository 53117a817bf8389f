import { topicNames } from '@earshot/contracts';
import { Failure, type Clock, type DeadLetter, type DeadLetterStore, type EventBus, type Logger } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';

const LOOK_EVERY_MS = 2_000;
const AT_ONCE = 20;
/** Who does not say that it is done by then has failed, and another tries. */
const LEASE_MS = 30_000;

export interface DeadLetterReplaysOptions {
  readonly letters: DeadLetterStore;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PersistenceMetrics;
}

/**
 * Puts the messages that an operator asks for back on their topics, byte for byte. It is done here and not by the
 * operator's tool because only a service has the bus, whichever it is.
 */
export class DeadLetterReplays {
  private cancel: (() => void) | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly options: DeadLetterReplaysOptions) {}

  start(): void {
    this.cancel = this.options.clock.schedule(LOOK_EVERY_MS, () => {
      this.looking = this.look()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'dead letters not given back'))
        .finally(() => this.cancel && this.start());
    });
  }

  async stop(): Promise<void> {
    this.cancel?.();
    this.cancel = undefined;
    await this.looking;
  }

  /** Gives back everything that is asked for now. */
  async look(): Promise<void> {
    const { letters, clock } = this.options;
    for (;;) {
      const due = await letters.takeReplays({ first: AT_ONCE, nowMs: clock.nowMs(), leaseMs: LEASE_MS });
      for (const letter of due) await this.giveBack(letter);
      if (due.length < AT_ONCE) return;
    }
  }

  private async giveBack(letter: DeadLetter): Promise<void> {
    const { letters, bus, clock, logger, metrics } = this.options;
    const { id, stage, code } = letter;
    try {
      const topic = topicNames.find((name) => name === letter.topic);
      if (topic === undefined) throw new Failure('BUS_UNKNOWN_TOPIC', 'The topic is not there any more.');
      await bus.publish(topic, letter.key, letter.message);
    } catch (error) {
      if (!(error instanceof Failure) || error.retryable) throw error;
      logger.error({ id, err: error }, 'dead letter cannot be given back');
      return letters.settleReplay(id, null);
    }
    metrics.replayed.add(1, { stage, code });
    logger.info({ id, topic: letter.topic, stage, code }, 'dead letter given back');
    await letters.settleReplay(id, clock.nowMs());
  }
}
