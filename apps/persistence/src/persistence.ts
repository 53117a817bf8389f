import type { CallStore, DeadLetterStore, Logger, RecordingStore, RowChange } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { CallRecorders } from './recording/call-recorders.js';
import { DeadLetterReplays } from './dead-letters/dead-letter-replays.js';
import { DeadLetterRetention } from './retention/dead-letter-retention.js';
import { OverdueCalls } from './completion/overdue-calls.js';
import type { PersistenceConfig } from './persistence.config.js';
import { persistenceMetrics } from './persistence.metrics.js';
import { recoverRecordings } from './recording/recover-recordings.js';
import { WriteBatcher } from './writes/write-batcher.js';

/** What this service lives on; the composition builds it, migrates the store before and closes it after. */
export interface PersistenceAdapters {
  readonly store: CallStore;
  readonly recordings: RecordingStore;
  readonly deadLetters: DeadLetterStore;
}

/** The parts of the service and their life. */
export class Persistence {
  readonly writes: WriteBatcher;
  readonly recorders: CallRecorders;
  readonly overdue: OverdueCalls;
  readonly replays: DeadLetterReplays;
  readonly retention: DeadLetterRetention;
  private readonly logger: Logger;

  constructor(
    config: PersistenceConfig,
    private readonly process: ProcessContext,
    private readonly adapters: PersistenceAdapters,
  ) {
    const { clock } = process;
    this.logger = process.logger.child({ service: 'persistence' });
    const metrics = persistenceMetrics(process.metrics);
    const announce = announcer(process);
    this.writes = new WriteBatcher({
      store: adapters.store,
      clock,
      windowMs: config.EARSHOT_WRITE_WINDOW_MS,
      metrics,
      announce,
    });
    const shared = { ...adapters, writes: this.writes, clock, logger: this.logger, metrics };
    const { isDurable } = process.bus;
    this.recorders = new CallRecorders({ ...shared, isBusDurable: isDurable });
    this.overdue = new OverdueCalls({
      ...shared,
      recorders: this.recorders,
      reconnectWindowMs: config.EARSHOT_RECONNECT_WINDOW_MS,
      completionWaitMs: config.EARSHOT_COMPLETION_WAIT_MS,
      isShared: isDurable,
    });
    const desk = { letters: adapters.deadLetters, clock, logger: this.logger };
    this.replays = new DeadLetterReplays({ ...desk, bus: process.bus, metrics });
    this.retention = new DeadLetterRetention({ ...desk, days: config.EARSHOT_DEAD_LETTER_DAYS });
  }

  /**
   * Brings the store up to the recordings of calls that a crash cut off. Runs before the first message is taken. A durable
   * bus brings again what the store does not know, and live calls may be another replica's.
   */
  async recover(): Promise<void> {
    if (this.process.bus.isDurable) return;
    const behind = await recoverRecordings({ ...this.adapters, writes: this.writes, clock: this.process.clock });
    if (behind > 0) this.logger.info({ calls: behind }, 'live calls brought up to their recordings');
  }

  start(): void {
    this.recorders.start();
    this.overdue.start();
    this.replays.start();
    this.retention.start();
  }

  /** Called while messages still come: the next owner of what was handled begins behind it. */
  async settle(): Promise<void> {
    this.overdue.stop();
    await Promise.all([this.replays.stop(), this.retention.stop(), this.recorders.settle()]);
  }

  /** Called when no message is being handled any more: everything is written, every file is whole. */
  async close(): Promise<void> {
    this.overdue.stop();
    await Promise.all([this.replays.stop(), this.retention.stop()]);
    await this.recorders.close();
    await this.writes.drained();
  }
}

/** Publishes what was committed. */
const announcer = (process: ProcessContext): ((changes: readonly RowChange[]) => Promise<void>) => {
  const publisher = new EventPublisher<'persistence'>(process);
  return async (changes) => {
    await Promise.all(
      changes.map(({ callId, kind, id, version }) =>
        publisher.emit('calls.updates', 'row.changed', callId, { kind, id, version }),
      ),
    );
  };
};
