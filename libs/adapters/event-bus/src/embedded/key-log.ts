import type { Delivery } from '@earshot/ports';

/** One message of a key as one group sees it. */
export interface LogEntry extends Omit<Delivery, 'acknowledge' | 'attempt'> {
  attempts: number;
  isAcknowledged: boolean;
  /** Of the message in the journal, if it is kept there. */
  readonly journalSequence?: number | undefined;
}

interface AcknowledgementWait {
  /** Resolves when this many messages have left the log. */
  readonly removedCount: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The messages of one key that a group has not finished. Acknowledged ones leave at the front, as a committed offset moves
 * forward. A new owner starts at the front again.
 */
export class KeyLog {
  private entries: LogEntry[] = [];
  private nextIndex = 0;
  private removedCount = 0;
  private readonly waiting: AcknowledgementWait[] = [];
  isRunning = false;

  constructor(readonly partition: number) {}

  get length(): number {
    return this.entries.length;
  }

  /** Messages that no handler has finished yet. */
  get unhandledCount(): number {
    return this.entries.length - this.nextIndex;
  }

  append(entry: LogEntry): void {
    this.entries.push(entry);
  }

  /** The next message to handle. Undefined when all are handled. */
  get next(): LogEntry | undefined {
    return this.entries[this.nextIndex];
  }

  advance(): void {
    this.nextIndex += 1;
  }

  /** Starts again at the front for a new owner, which counts its own attempts and acknowledgements. */
  rewind(): void {
    this.nextIndex = 0;
    for (const entry of this.entries) {
      entry.attempts = 0;
      entry.isAcknowledged = false;
    }
  }

  /** Resolves when the messages that are in the log now are acknowledged. */
  whenAcknowledged(): Promise<void> {
    const removedCount = this.removedCount + this.entries.length;
    return new Promise((resolve, reject) => this.waiting.push({ removedCount, resolve, reject }));
  }

  /** The messages are discarded, so nobody will acknowledge them. */
  rejectWaiting(reason: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(reason);
  }

  /** Removes and returns the acknowledged messages at the front. */
  removeAcknowledged(): readonly LogEntry[] {
    let count = 0;
    while (count < this.nextIndex && this.entries[count]?.isAcknowledged === true) count += 1;
    if (count === 0) return [];
    const removed = this.entries.splice(0, count);
    this.nextIndex -= count;
    this.removedCount += count;
    while ((this.waiting[0]?.removedCount ?? Infinity) <= this.removedCount) this.waiting.shift()?.resolve();
    return removed;
  }
}
