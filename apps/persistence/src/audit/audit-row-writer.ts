import type { AuditWriter, Clock, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';

const WRITE_EVERY_MS = 5_000;
/** Accesses of a minute that arrive later than this get rows of their own. */
const WAIT_FOR_LATE_MS = 5_000;

/** Writes the rows of the audit soon after each minute. Several processes may do it at once. */
export class AuditRowWriter {
  private readonly writing: PeriodicTask;

  constructor(
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.writing = new PeriodicTask(
      clock,
      WRITE_EVERY_MS,
      () => this.writeRows(),
      (error) => logger.warn({ err: error }, 'could not write rows of the audit; trying again'),
    );
  }

  start(): void {
    this.writing.start();
  }

  stop(): Promise<void> {
    return this.writing.stop();
  }

  async writeRows(): Promise<void> {
    await this.audit.writeRows({ nowMs: this.clock.nowMs(), waitMs: WAIT_FOR_LATE_MS });
  }
}
