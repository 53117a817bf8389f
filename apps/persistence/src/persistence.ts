import { kindsTreatedAs } from '@earshot/contracts';
import {
  redeliversAfterDeath,
  type AudioRemovals,
  type AuditWriter,
  type CallStore,
  type DeadLetterStore,
  type ErasureQueue,
  type Logger,
  type NotificationQueue,
  type Notifier,
  type RecordingEraser,
  type RecordingStore,
  type RetentionQueue,
  type Sealer,
} from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { AuditRowWriter } from './audit/audit-row-writer.js';
import { AbandonedCallCompleter } from './completion/abandoned-call-completer.js';
import { AbandonedCallFinder } from './completion/abandoned-call-finder.js';
import { ForcedCompletion } from './completion/forced-completion.js';
import { DeadLetterArchive } from './dead-letters/dead-letter-archive.js';
import { DeadLetterReplayer } from './dead-letters/dead-letter-replayer.js';
import { NotificationSender } from './notifications/notification-sender.js';
import type { PersistenceConfig } from './persistence.config.js';
import { createPersistenceMetrics, type PersistenceMetrics } from './persistence.metrics.js';
import { CallEraser } from './lifecycle/call-eraser.js';
import { RecorderFactory } from './recording/recorder-factory.js';
import { RecorderRegistry } from './recording/recorder-registry.js';
import { RecordingCoordinator } from './recording/recording-coordinator.js';
import { RecordingFacts } from './recording/recording-facts.js';
import { RecordingFinisher } from './recording/recording-finisher.js';
import { recoverRecordings } from './recording/recover-recordings.js';
import { AudioRemover } from './removal/audio-remover.js';
import { OldLetterSealer } from './dead-letters/old-letter-sealer.js';
import { CallRetention } from './retention/call-retention.js';
import { OldRowPurger, type PurgedRows } from './retention/old-row-purger.js';
import { createAnnouncer } from './writes/announce-changes.js';
import { WriteBatcher } from './writes/write-batcher.js';

/** How long after the reconnect window the end of a call may still arrive from ingest. */
const GRACE_MS = 15_000;
/**
 * The same when replicas share the calls: another one must first notice that a replica died, and catch up with its
 * calls.
 */
const TAKEOVER_MS = 60_000;

/** Dead letters that are kept at most, so that a stage that always fails does not fill the database. */
const MAX_LETTERS = 100_000;

/** The stores that persistence writes to. The caller migrates the database before and closes it after. */
export interface PersistenceAdapters {
  readonly store: CallStore;
  readonly recordings: RecordingStore & RecordingEraser;
  readonly audioRemovals: AudioRemovals;
  readonly auditWriter: AuditWriter;
  readonly deadLetters: DeadLetterStore;
  readonly erasureQueue: ErasureQueue;
  readonly notifications: NotificationQueue;
  /** Null or absent where nobody is told of anything. */
  readonly notifier?: Notifier | null;
  readonly retention: RetentionQueue;
  readonly sealer: Sealer;
}

/** Builds the parts of persistence, and starts and stops them. */
export class Persistence {
  readonly writes: WriteBatcher;
  readonly recordings: RecordingCoordinator;
  readonly completer: AbandonedCallCompleter;
  readonly retention: OldRowPurger;
  readonly audioRemover: AudioRemover;
  readonly callEraser: CallEraser;
  readonly callRetention: CallRetention;
  readonly deadLetters: DeadLetterArchive;
  readonly auditRows: AuditRowWriter;
  readonly notificationRetention: OldRowPurger;
  /** Null where nobody is told of anything. */
  readonly notificationSender: NotificationSender | null;
  private readonly oldLetters: OldLetterSealer;
  private readonly replayer: DeadLetterReplayer;
  private readonly logger: Logger;

  constructor(
    config: PersistenceConfig,
    private readonly process: ProcessContext,
    private readonly adapters: PersistenceAdapters,
  ) {
    const { clock, bus } = process;
    const { store, deadLetters, sealer, auditWriter } = adapters;
    this.logger = process.logger.child({ service: 'persistence' });
    const metrics = createPersistenceMetrics(process.metrics);
    const publisher = new EventPublisher<'persistence'>(process);
    const announceChanges = createAnnouncer(publisher);
    this.writes = new WriteBatcher(store, clock, metrics, announceChanges, {
      windowMs: config.EARSHOT_WRITE_WINDOW_MS,
      targets: adapters.notifier?.targets ?? [],
    });
    this.recordings = this.createRecordings(metrics);
    this.completer = this.createCompleter(config, metrics);
    this.deadLetters = new DeadLetterArchive(deadLetters, sealer);
    this.oldLetters = new OldLetterSealer(this.deadLetters, clock, this.logger);
    this.replayer = new DeadLetterReplayer(this.deadLetters, bus, clock, this.logger, metrics);
    this.auditRows = new AuditRowWriter(auditWriter, clock, this.logger);
    this.audioRemover = this.createAudioRemover(config, metrics);
    const { erasureQueue, recordings } = adapters;
    this.callEraser = new CallEraser(erasureQueue, recordings, publisher, clock, this.logger, metrics);
    this.callRetention = new CallRetention(adapters.retention, clock, this.logger, config.EARSHOT_RETENTION_DAYS);
    const { notifications: queue, notifier = null } = adapters;
    this.notificationRetention = this.createPurger({
      of: 'notifications',
      retentionDays: config.EARSHOT_NOTIFICATION_DAYS,
      purge: (addedBeforeMs) => queue.purge(addedBeforeMs),
    });
    const sending = {
      maxAttempts: config.EARSHOT_NOTIFICATION_ATTEMPTS,
      limitMs: config.EARSHOT_NOTIFICATION_TIMEOUT_MS,
    };
    this.notificationSender = notifier && new NotificationSender(queue, notifier, sending, clock, this.logger, metrics);
    this.retention = this.createPurger({
      of: 'dead letters',
      retentionDays: config.EARSHOT_DEAD_LETTER_DAYS,
      purge: (diedBeforeMs) => deadLetters.purge({ diedBeforeMs, keepNewest: MAX_LETTERS }),
    });
  }

  /**
   * Updates the store from the recordings of calls that a crash cut off, before the first message arrives. Does nothing
   * on a durable bus: it delivers again what the store does not know, and a live call may belong to another replica.
   */
  async recoverRecordings(): Promise<void> {
    if (this.process.bus.isDurable) return;
    const { store, recordings } = this.adapters;
    const updated = await recoverRecordings(store, recordings, this.writes, this.process.clock);
    if (updated > 0) this.logger.info({ calls: updated }, 'live calls updated from their recordings');
  }

  /** Seals the dead letters of an earlier version, before the first message arrives. */
  sealOldLetters(): Promise<void> {
    return this.oldLetters.sealLettersAtStart();
  }

  start(): void {
    this.oldLetters.start();
    this.recordings.start();
    this.completer.start();
    this.replayer.start();
    this.retention.start();
    this.audioRemover.start(this.process.clock);
    this.auditRows.start();
    this.callEraser.start();
    this.callRetention.start();
    this.notificationRetention.start();
    this.notificationSender?.start();
  }

  /** Keeps what somebody did until its row is written. */
  get auditWriter(): AuditWriter {
    return this.adapters.auditWriter;
  }

  /** Runs while messages still arrive. The next owner starts after the messages that are acknowledged here. */
  async drain(): Promise<void> {
    this.completer.stop();
    await Promise.all([this.stopTasks(), this.recordings.drainRecorders()]);
  }

  /** Runs when no message is being handled any more. Writes all facts and completes all files. */
  async close(): Promise<void> {
    this.completer.stop();
    await this.stopTasks();
    await this.recordings.close();
    await this.writes.waitUntilIdle();
  }

  private async stopTasks(): Promise<void> {
    const cleaners = [this.retention, this.audioRemover, this.callEraser, this.callRetention];
    const tasks = [this.replayer, this.oldLetters, this.auditRows, this.notificationRetention, ...cleaners];
    await Promise.all([this.notificationSender?.stop(), ...tasks.map((task) => task.stop())]);
  }

  private createPurger(rows: PurgedRows): OldRowPurger {
    return new OldRowPurger(rows, this.process.clock, this.logger);
  }

  private createRecordings(metrics: PersistenceMetrics): RecordingCoordinator {
    const { clock, bus } = this.process;
    const { store, recordings } = this.adapters;
    const facts = new RecordingFacts(this.writes, clock, this.logger);
    const audioBus = { isDurable: bus.isDurable, redelivers: redeliversAfterDeath(bus, 'calls.audio') };
    const factory = new RecorderFactory(recordings, facts, clock, metrics, audioBus);
    const registry = new RecorderRegistry(store, factory, clock, metrics);
    const finisher = new RecordingFinisher(recordings, clock, this.logger, metrics);
    return new RecordingCoordinator(registry, facts, finisher, clock, this.logger);
  }

  private createAudioRemover(config: PersistenceConfig, metrics: PersistenceMetrics): AudioRemover {
    const { audioRemovals, recordings } = this.adapters;
    const rules = {
      kinds: kindsTreatedAs(config.EARSHOT_REDACTION_AUDIO, 'remove'),
      marginMs: config.EARSHOT_REDACTION_MARGIN_MS,
    };
    return new AudioRemover(audioRemovals, recordings, rules, this.logger, metrics);
  }

  private createCompleter(config: PersistenceConfig, metrics: PersistenceMetrics): AbandonedCallCompleter {
    const { clock, bus } = this.process;
    const { store } = this.adapters;
    const limits = {
      silenceMs: config.EARSHOT_RECONNECT_WINDOW_MS + (bus.isDurable ? TAKEOVER_MS : GRACE_MS),
      completionWaitMs: config.EARSHOT_COMPLETION_WAIT_MS,
    };
    const finder = new AbandonedCallFinder(store, limits);
    const completion = new ForcedCompletion(store, this.writes, clock, metrics, limits);
    return new AbandonedCallCompleter(finder, completion, this.recordings, clock, this.logger);
  }
}
