import type { Delivery } from '@earshot/ports';

/** One message of a key, as a group sees it. */
export interface Entry extends Omit<Delivery, 'acknowledge' | 'attempt'> {
  attempts: number;
  acknowledged: boolean;
}

/**
 * The messages of one key that a group has not finished: those acknowledged leave from the front, as a committed offset
 * would move; a new owner starts again at the front.
 */
export class KeyLog {
  private entries: Entry[] = [];
  private cursor = 0;
  running = false;

  constructor(readonly partition: number) {}

  get length(): number {
    return this.entries.length;
  }

  /** Messages not handed over yet. */
  get pending(): number {
    return this.entries.length - this.cursor;
  }

  append(entry: Entry): void {
    this.entries.push(entry);
  }

  /** The next message to hand over, none when all were. */
  next(): Entry | undefined {
    return this.entries[this.cursor];
  }

  advance(): void {
    this.cursor += 1;
  }

  /** A new owner gets everything from the front; attempts and acknowledgements behind a hole are its own. */
  rewind(): void {
    this.cursor = 0;
    for (const entry of this.entries) {
      entry.attempts = 0;
      entry.acknowledged = false;
    }
  }

  /** Drops what is acknowledged from the front; returns how many messages left. */
  compact(): number {
    let done = 0;
    while (done < this.cursor && this.entries[done]?.acknowledged === true) done += 1;
    if (done === 0) return 0;
    this.entries.splice(0, done);
    this.cursor -= done;
    return done;
  }
}
