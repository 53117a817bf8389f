import { topicNames } from '@earshot/contracts';
import { Failure, type Clock, type DeadLetter, type EventBus, type Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { DeadLetterArchive } from './dead-letter-archive.js';

const CHECK_EVERY_MS = 2_000;
const BATCH_SIZE = 20;
/** A replica that does not report the result within this time has failed; another one tries. */
const LEASE_MS = 30_000;

/**
 * Publishes dead letters on their topics again when an operator asks for it, byte for byte. A service publishes them
 * and not the operator's tool, because only services are connected to the bus.
 */
export class DeadLetterReplayer {
  private readonly replaying: PeriodicTask;

  constructor(
    private readonly letters: DeadLetterArchive,
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Pick<PersistenceMetrics, 'replayed'>,
  ) {
    this.replaying = new PeriodicTask(
      clock,
      CHECK_EVERY_MS,
      () => this.replayRequestedLetters(),
      (error) => this.logger.warn({ err: error }, 'replaying dead letters failed'),
    );
  }

  start(): void {
    this.replaying.start();
  }

  stop(): Promise<void> {
    return this.replaying.stop();
  }

  private async replayRequestedLetters(): Promise<void> {
    const { letters, clock } = this;
    for (;;) {
      const batch = await letters.takeReplays({ first: BATCH_SIZE, nowMs: clock.nowMs(), leaseMs: LEASE_MS });
      for (const letter of batch) await this.replayLetter(letter);
      if (batch.length < BATCH_SIZE) return;
    }
  }

  private async replayLetter(letter: DeadLetter): Promise<void> {
    const { letters, bus, clock, logger, metrics } = this;
    const { id, stage, code } = letter;
    try {
      const topic = topicNames.find((name) => name === letter.topic);
      if (topic === undefined) throw new Failure('BUS_UNKNOWN_TOPIC', 'The topic does not exist any more.');
      await bus.publish(topic, letter.key, await letters.openMessage(letter));
    } catch (error) {
      if (!(error instanceof Failure) || error.retryable) throw error;
      logger.error({ id, code: error.code, err: error }, 'dead letter cannot be replayed');
      return letters.settleReplay(id, { refusedWith: error.code });
    }
    metrics.replayed.add(1, { stage, code });
    logger.info({ id, topic: letter.topic, stage, code }, 'dead letter replayed');
    await letters.settleReplay(id, { replayedAtMs: clock.nowMs() });
  }
}
