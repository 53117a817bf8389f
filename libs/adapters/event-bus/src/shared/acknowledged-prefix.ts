/** One message of a partition, as far as acknowledging goes. */
export interface Mark<Position> {
  readonly position: Position;
  acknowledged: boolean;
}

/** The messages of a partition from the first unacknowledged one on, in order: what a commit may not pass over. */
export class AcknowledgedPrefix<Position> {
  private marks: Mark<Position>[] = [];
  private first = 0;
  private last: Position | undefined;

  /** Everything up to here is acknowledged without a hole. */
  get upTo(): Position | undefined {
    return this.last;
  }

  /** Messages from the first unacknowledged one on. */
  get size(): number {
    return this.marks.length - this.first;
  }

  add(position: Position): Mark<Position> {
    const mark = { position, acknowledged: false };
    this.marks.push(mark);
    return mark;
  }

  /** Passes over what is acknowledged; whether `upTo` moved. */
  advance(): boolean {
    const before = this.first;
    for (let mark = this.marks[this.first]; mark?.acknowledged === true; mark = this.marks[this.first]) {
      this.last = mark.position;
      this.first += 1;
    }
    const moved = this.first > before;
    if (this.first > 1_024 && this.first * 2 > this.marks.length) {
      this.marks = this.marks.slice(this.first);
      this.first = 0;
    }
    return moved;
  }
}
