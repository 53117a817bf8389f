import type { Clock } from '@earshot/ports';

export interface RowBatcherOptions<K, V> {
  readonly clock: Clock;
  /** How long a first change waits for others to be read with it. */
  readonly windowMs: number;
  readonly maxRows: number;
  /** Changes that wait to be read; beyond it `add` waits. */
  readonly maxPending: number;
  /** Pauses before a failed read is tried again. */
  readonly retryDelaysMs: readonly number[];
  keyOf(id: K): string;
  read(ids: readonly K[]): Promise<readonly (V | null)[]>;
  deliver(row: V): void;
  /** The rows could not be read: who waits for them must know. */
  giveUp(ids: readonly K[], error: unknown): void;
}

/** Reads changed rows together: one question for many calls, and one for many changes of a row. */
export class RowBatcher<K, V> {
  private readonly pending = new Map<string, K>();
  private readonly full: (() => void)[] = [];
  private working = false;

  constructor(private readonly options: RowBatcherOptions<K, V>) {}

  get size(): number {
    return this.pending.size;
  }

  /** Takes a changed row. Resolves at once, or when there is room again: that is the backpressure on the bus. */
  async add(id: K): Promise<void> {
    while (this.pending.size >= this.options.maxPending) await new Promise<void>((resolve) => this.full.push(resolve));
    this.pending.set(this.options.keyOf(id), id);
    if (this.working) return;
    this.working = true;
    this.options.clock.schedule(this.options.windowMs, () => void this.work());
  }

  private async work(): Promise<void> {
    while (this.pending.size > 0) {
      const batch = this.take();
      try {
        for (const row of await this.readPatiently(batch)) if (row !== null) this.options.deliver(row);
      } catch (error) {
        this.options.giveUp(batch, error);
      }
    }
    this.working = false;
  }

  private take(): K[] {
    const batch: K[] = [];
    for (const [key, id] of this.pending) {
      if (batch.length === this.options.maxRows) break;
      this.pending.delete(key);
      batch.push(id);
    }
    for (const goOn of this.full.splice(0)) goOn();
    return batch;
  }

  private async readPatiently(batch: readonly K[]): Promise<readonly (V | null)[]> {
    for (const delayMs of this.options.retryDelaysMs) {
      try {
        return await this.options.read(batch);
      } catch {
        await new Promise<void>((resolve) => void this.options.clock.schedule(delayMs, resolve));
      }
    }
    return this.options.read(batch);
  }
}
