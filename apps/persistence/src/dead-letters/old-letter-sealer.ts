import type { Clock, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { DeadLetterArchive } from './dead-letter-archive.js';

/** During an upgrade, a replica of the earlier version may still store readable letters. */
const REPEAT_EVERY_MS = 60_000;

/** Seals the dead letters that an earlier version stored readable. */
export class OldLetterSealer {
  private readonly sealing: PeriodicTask;

  constructor(
    private readonly letters: Pick<DeadLetterArchive, 'sealOldLetters'>,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.sealing = new PeriodicTask(
      clock,
      REPEAT_EVERY_MS,
      () => this.sealLetters(),
      (error) => this.reportFailure(error),
    );
  }

  start(): void {
    this.sealing.start();
  }

  stop(): Promise<void> {
    return this.sealing.stop();
  }

  /** A failure does not stop the start: nothing shows the letters, and the next run tries again. */
  async sealLettersAtStart(): Promise<void> {
    await this.sealLetters().catch((error: unknown) => this.reportFailure(error));
  }

  private reportFailure(error: unknown): void {
    this.logger.warn({ err: error }, 'sealing the dead letters of an earlier version failed; trying again in 60 s');
  }

  private async sealLetters(): Promise<void> {
    let total = 0;
    for (let sealed = -1; sealed !== 0; total += sealed) sealed = await this.letters.sealOldLetters();
    if (total > 0) this.logger.info({ letters: total }, 'dead letters of an earlier version sealed');
  }
}
