/** A stretch of the call's clock. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * When somebody spoke: disjoint intervals in order, 16 bytes each. Intervals at most `joinGapMs` apart become one. An
 * interval near the end costs constant time; one far back moves what lies behind it.
 */
export class SpeechIntervals {
  private starts = new Float64Array(32);
  private ends = new Float64Array(32);
  private count = 0;

  constructor(private readonly joinGapMs = 0) {}

  /** Adds an interval; returns its parts that were not covered before. */
  add({ startMs, endMs }: Interval): Interval[] {
    const from = this.firstEndingAtOrAfter(startMs - this.joinGapMs);
    let to = from;
    let begin = startMs;
    let end = endMs;
    const added: Interval[] = [];
    let uncoveredFrom = startMs;
    while (to < this.count && this.startAt(to) <= endMs + this.joinGapMs) {
      const otherStart = this.startAt(to);
      const otherEnd = this.endAt(to);
      if (otherStart > uncoveredFrom) added.push({ startMs: uncoveredFrom, endMs: Math.min(otherStart, endMs) });
      uncoveredFrom = Math.max(uncoveredFrom, otherEnd);
      begin = Math.min(begin, otherStart);
      end = Math.max(end, otherEnd);
      to++;
    }
    if (uncoveredFrom < endMs) added.push({ startMs: uncoveredFrom, endMs });
    this.replace(from, to, begin, end);
    return added;
  }

  /** Milliseconds of the interval that are covered. */
  coveredMs({ startMs, endMs }: Interval): number {
    let sum = 0;
    for (let index = this.firstEndingAtOrAfter(startMs); index < this.count && this.startAt(index) < endMs; index++) {
      sum += Math.max(0, Math.min(endMs, this.endAt(index)) - Math.max(startMs, this.startAt(index)));
    }
    return sum;
  }

  /** Whether somebody had begun before this moment and went on after it. */
  goesOnAt(atMs: number): boolean {
    const index = this.firstEndingAtOrAfter(atMs);
    return index < this.count && this.startAt(index) < atMs && this.endAt(index) > atMs;
  }

  /** Starts of intervals within `[fromMs, toMs]`. */
  startsWithin(fromMs: number, toMs: number): number[] {
    const starts: number[] = [];
    for (let index = this.firstEndingAtOrAfter(fromMs); index < this.count && this.startAt(index) <= toMs; index++) {
      if (this.startAt(index) >= fromMs) starts.push(this.startAt(index));
    }
    return starts;
  }

  private startAt(index: number): number {
    return this.starts[index] ?? 0;
  }

  private endAt(index: number): number {
    return this.ends[index] ?? 0;
  }

  private firstEndingAtOrAfter(atMs: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.endAt(middle) < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts one interval in the place of those from `from` to `to` (exclusive). */
  private replace(from: number, to: number, startMs: number, endMs: number): void {
    const newCount = this.count - (to - from) + 1;
    if (newCount > this.starts.length) {
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
    }
    this.starts.copyWithin(from + 1, to, this.count);
    this.ends.copyWithin(from + 1, to, this.count);
    this.starts[from] = startMs;
    this.ends[from] = endMs;
    this.count = newCount;
  }
}

/** Twice the room, same content. */
export function grown(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
