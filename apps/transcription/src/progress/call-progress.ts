import type { ProgressSave, TranscriptProgress, TranscriptWork } from '@earshot/ports';
import type { ProgressSaver, UnsavedProgress } from './progress-saver.js';

/** `taken-over`: another owner took the call. `closed`: this process let the call go before the store answered. */
export type SaveOutcome = 'saved' | 'taken-over' | 'closed';

interface WaitingSave {
  readonly version: number;
  readonly resolve: (outcome: SaveOutcome) => void;
}

/** How far the transcript of one call is published, and how far its progress is saved. */
export class CallProgress implements UnsavedProgress {
  /** Resolves when the store refuses a save because another owner took the call. */
  readonly takenOver: Promise<void>;
  private resolveTakenOver: () => void = () => {};
  private version = 0;
  private lastSaved: TranscriptProgress;
  private waiting: WaitingSave[] = [];
  private hasClosed = false;

  constructor(
    private readonly work: TranscriptWork & { readonly epoch: number },
    /** Replaced as a whole. */
    private lastPublished: TranscriptProgress,
    private readonly saver: ProgressSaver,
  ) {
    this.lastSaved = lastPublished;
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

  /** Saves what is published. Without changes it asks the store whether this process still owns the call. */
  save(changes: Partial<TranscriptProgress> = {}): Promise<SaveOutcome> {
    if (this.hasClosed) return Promise.resolve('closed');
    this.lastPublished = { ...this.lastPublished, ...changes };
    this.version += 1;
    const { version } = this;
    this.saver.saveSoon(this);
    return new Promise((resolve) => this.waiting.push({ version, resolve }));
  }

  /** Saves nothing more. */
  close(): void {
    this.hasClosed = true;
    this.answer(Infinity, 'closed');
  }

  snapshot(): { save: ProgressSave; confirm: () => void } {
    const { version, lastPublished } = this;
    return {
      save: { ...this.work, progress: lastPublished },
      confirm: () => {
        if (this.hasClosed) return;
        this.lastSaved = lastPublished;
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

  private answer(untilVersion: number, outcome: SaveOutcome): void {
    const answered = this.waiting.filter(({ version }) => version <= untilVersion);
    this.waiting = this.waiting.filter(({ version }) => version > untilVersion);
    for (const { resolve } of answered) resolve(outcome);
  }
}
