import { pause, type Clock } from '@earshot/ports';

/** How long the first change waits for others, so that one query reads them together. */
const BATCH_WINDOW_MS = 5;
/** Most rows that one query reads. */
const MAX_BATCH_ROWS = 200;
/** Most changes that wait to be read. Beyond it, `addChange` waits. */
const MAX_PENDING_CHANGES = 10_000;
/** Pauses before a failed query is tried again. */
const RETRY_DELAYS_MS = [100, 400, 1_500];

/** Where changed rows come from and where they go. */
export interface ChangedRowHandlers<Id, Row> {
  keyOf(id: Id): string;
  readRows(ids: readonly Id[]): Promise<readonly (Row | null)[]>;
  deliverRow(row: Row): void;
  /** Called when the rows could not be read. It must tell their subscribers. */
  giveUp(ids: readonly Id[], error: unknown): void;
}

/** Reads changed rows in batches: one query for many calls, and one read for many changes of the same row. */
export class ChangedRowReader<Id, Row> {
  private readonly pending = new Map<string, Id>();
  private readonly waitingForRoom: (() => void)[] = [];
  private isReading = false;

  constructor(
    private readonly clock: Clock,
    private readonly handlers: ChangedRowHandlers<Id, Row>,
  ) {}

  /** Takes a changed row. It waits while too many changes are pending, which slows down the bus. */
  async addChange(id: Id): Promise<void> {
    while (this.pending.size >= MAX_PENDING_CHANGES)
      await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
    this.pending.set(this.handlers.keyOf(id), id);
    if (this.isReading) return;
    this.isReading = true;
    this.clock.schedule(BATCH_WINDOW_MS, () => void this.readPending());
  }

  private async readPending(): Promise<void> {
    while (this.pending.size > 0) {
      const batch = this.takeBatch();
      try {
        for (const row of await this.readWithRetries(batch)) if (row !== null) this.handlers.deliverRow(row);
      } catch (error) {
        this.handlers.giveUp(batch, error);
      }
    }
    this.isReading = false;
  }

  private takeBatch(): Id[] {
    const batch: Id[] = [];
    for (const [key, id] of this.pending) {
      if (batch.length === MAX_BATCH_ROWS) break;
      this.pending.delete(key);
      batch.push(id);
    }
    for (const resume of this.waitingForRoom.splice(0)) resume();
    return batch;
  }

  private async readWithRetries(batch: readonly Id[]): Promise<readonly (Row | null)[]> {
    for (const delayMs of RETRY_DELAYS_MS) {
      try {
        return await this.handlers.readRows(batch);
      } catch {
        await pause(this.clock, delayMs);
      }
    }
    return this.handlers.readRows(batch);
  }
}
