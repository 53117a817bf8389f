/** The position of one message, and whether the message is acknowledged. */
export interface PositionMark<Position> {
  readonly position: Position;
  isAcknowledged: boolean;
}

/** The array is copied without its acknowledged marks when it holds more of them than this. */
const COMPACT_ABOVE = 1_024;

/**
 * Finds how far a partition is acknowledged without a hole. It keeps the messages from the first unacknowledged one on, in
 * order, because a commit must not pass that message.
 */
export class AcknowledgedPrefix<Position> {
  private marks: PositionMark<Position>[] = [];
  private firstPending = 0;
  private last: Position | undefined;

  /** Every message up to this position is acknowledged. */
  get lastPosition(): Position | undefined {
    return this.last;
  }

  /** Messages from the first unacknowledged one on. */
  get pendingCount(): number {
    return this.marks.length - this.firstPending;
  }

  add(position: Position): PositionMark<Position> {
    const mark = { position, isAcknowledged: false };
    this.marks.push(mark);
    return mark;
  }

  /** Moves past the acknowledged messages at the front. Returns whether `lastPosition` changed. */
  advance(): boolean {
    const before = this.firstPending;
    for (let mark = this.marks[before]; mark?.isAcknowledged === true; mark = this.marks[this.firstPending]) {
      this.last = mark.position;
      this.firstPending += 1;
    }
    const hasMoved = this.firstPending > before;
    this.compact();
    return hasMoved;
  }

  private compact(): void {
    if (this.firstPending <= COMPACT_ABOVE || this.firstPending * 2 <= this.marks.length) return;
    this.marks = this.marks.slice(this.firstPending);
    this.firstPending = 0;
  }
}
