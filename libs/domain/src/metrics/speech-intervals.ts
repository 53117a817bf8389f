import { growColumn } from '../collections/grow-column.js';

/** A stretch of the call clock. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * When somebody spoke: disjoint intervals in order, 16 bytes each. Intervals at most `joinGapMs` apart become one. Adding an
 * interval near the end takes constant time; adding one far back moves the later ones.
 */
export class SpeechIntervals {
  private starts = new Float64Array(32);
  private ends = new Float64Array(32);
  private count = 0;

  constructor(private readonly joinGapMs = 0) {}

  /** Adds an interval. Returns the parts that were not covered before. */
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

  /** Whether an interval begins before this moment and ends after it. */
  isSpeakingAt(atMs: number): boolean {
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

  /** Replaces the intervals from `from` to `to` (exclusive) by one. */
  private replace(from: number, to: number, startMs: number, endMs: number): void {
    const newCount = this.count - (to - from) + 1;
    if (newCount > this.starts.length) {
      this.starts = growColumn(this.starts);
      this.ends = growColumn(this.ends);
    }
    this.starts.copyWithin(from + 1, to, this.count);
    this.ends.copyWithin(from + 1, to, this.count);
    this.starts[from] = startMs;
    this.ends[from] = endMs;
    this.count = newCount;
  }
}
