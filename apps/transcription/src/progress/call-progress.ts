import type { ProgressSave, TranscriptProgress, TranscriptWork } from '@earshot/ports';
import type { ProgressSaver, UnsavedProgress } from './progress-saver.js';

/** `taken-over`: another owner took the call. `closed`: this process let the call go before the store answered. */
export type SaveOutcome = 'saved' | 'taken-over' | 'closed';

interface WaitingSave {
  readonly version: number;
  readonly resolve: (outcome: SaveOutcome) => void;
}

interface VersionedProgress {
  readonly version: number;
  readonly progress: TranscriptProgress;
}

/**
 * How far the transcript of one call is published, and how far its progress is saved. Only durable progress is saved: a bus
 * inside this process forgets published events when the process dies, and the next owner must publish those again.
 */
export class CallProgress implements UnsavedProgress {
  /** Resolves when the store refuses a save because another owner took the call. */
  readonly takenOver: Promise<void>;
  private resolveTakenOver: () => void = () => {};
  private version = 0;
  private durable: VersionedProgress;
  private isWaitingForBus = false;
  private lastSaved: TranscriptProgress;
  private waiting: WaitingSave[] = [];
  private hasClosed = false;

  constructor(
    private readonly work: TranscriptWork & { readonly epoch: number },
    /** Replaced as a whole. */
    private lastPublished: TranscriptProgress,
    private readonly saver: ProgressSaver,
    /** Resolves when the events that are published by now survive this process. Rejects when the bus closes first. */
    private readonly whenDurable: () => Promise<void>,
  ) {
    this.lastSaved = lastPublished;
    this.durable = { version: 0, progress: lastPublished };
    this.takenOver = new Promise((resolve) => (this.resolveTakenOver = resolve));
  }

  get published(): TranscriptProgress {
    return this.lastPublished;
  }

  get saved(): TranscriptProgress {
    return this.lastSaved;
  }

  get isClosed(): boolean {
    return this.hasClosed;
  }

  /** Saves what is published, once it is durable. Without changes it asks the store whether this process still owns the call. */
  save(changes: Partial<TranscriptProgress> = {}): Promise<SaveOutcome> {
    if (this.hasClosed) return Promise.resolve('closed');
    this.lastPublished = { ...this.lastPublished, ...changes };
    this.version += 1;
    const { version } = this;
    void this.saveWhenDurable();
    return new Promise((resolve) => this.waiting.push({ version, resolve }));
  }

  /** Saves nothing more. */
  close(): void {
    this.hasClosed = true;
    this.answer(Infinity, 'closed');
  }

  snapshot(): { save: ProgressSave; confirm: () => void } {
    const { version, progress } = this.durable;
    return {
      save: { ...this.work, progress },
      confirm: () => {
        if (this.hasClosed) return;
        this.lastSaved = progress;
        this.answer(version, 'saved');
      },
    };
  }

  refuse(): void {
    if (this.hasClosed) return;
    this.hasClosed = true;
    this.answer(Infinity, 'taken-over');
    this.resolveTakenOver();
  }

  /** Waits for the bus in the background. One wait at a time covers everything that was published before it. */
  private async saveWhenDurable(): Promise<void> {
    if (this.isWaitingForBus) return;
    this.isWaitingForBus = true;
    try {
      while (!this.hasClosed && this.durable.version < this.version) {
        const next = { version: this.version, progress: this.lastPublished };
        await this.whenDurable();
        this.durable = next;
        this.saver.saveSoon(this);
      }
    } catch {
      // The bus is closed. The next owner begins at the saved progress.
      this.close();
    }
    this.isWaitingForBus = false;
  }

  private answer(untilVersion: number, outcome: SaveOutcome): void {
    const answered = this.waiting.filter(({ version }) => version <= untilVersion);
    this.waiting = this.waiting.filter(({ version }) => version > untilVersion);
    for (const { resolve } of answered) resolve(outcome);
  }
}
