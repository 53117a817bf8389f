import { growColumn } from '../collections/grow-column.js';

/** The score of one final utterance. */
export interface ScoredUtterance {
  readonly startMs: number;
  readonly endMs: number;
  /** -5 to +5. */
  readonly score: number;
}

export interface SentimentQuarter {
  readonly fromMs: number;
  readonly toMs: number;
  readonly score: number;
}

/**
 * Scores of one participant in the order of their ends, with running sums: the mean of any stretch of time takes two look-ups.
 * Adding an utterance near the end takes constant time.
 */
export class SentimentTimeline {
  private starts = new Float64Array(32);
  private ends = new Float64Array(32);
  private scores = new Float64Array(32);
  private weights = new Float64Array(32);
  /** `sums[i]`: scores times weights of the utterances before the i-th. `weightSums[i]`: their weights. */
  private sums = new Float64Array(32);
  private weightSums = new Float64Array(32);
  private count = 0;
  private firstStartMs = Infinity;
  /** Whether the starts are in order too. They are when the utterances of one speaker do not overlap. */
  private startsInOrder = true;

  /** `weight`: 1 for plain means, the duration for means over time. */
  add({ startMs, endMs, score }: ScoredUtterance, weight: number): void {
    if (this.count + 2 > this.starts.length) this.grow();
    const index = this.firstEndingAfter(endMs);
    for (const column of [this.starts, this.ends, this.scores, this.weights])
      column.copyWithin(index + 1, index, this.count);
    this.starts[index] = startMs;
    this.ends[index] = endMs;
    this.scores[index] = score;
    this.weights[index] = weight;
    this.count++;
    this.firstStartMs = Math.min(this.firstStartMs, startMs);
    const before = this.starts[index - 1] ?? -Infinity;
    const after = index + 1 < this.count ? (this.starts[index + 1] ?? Infinity) : Infinity;
    if (before > startMs || startMs > after) this.startsInOrder = false;
    this.sumFrom(index);
  }

  /** Weighted mean of all scores; null when there are none. */
  mean(): number | null {
    return this.meanOf(0, this.count);
  }

  /** The mean of the utterances that ended up to a moment, and of those that ended after it. */
  meansAround(atMs: number): { before: number | null; after: number | null } {
    const split = this.firstEndingAfter(atMs);
    return { before: this.meanOf(0, split), after: this.meanOf(split, this.count) };
  }

  /**
   * LCA's quarters: four equal slices of the time from the first start to the last end. An utterance belongs to the slice
   * that holds its end. A slice begins and ends with its utterances. Empty slices are left out.
   */
  quarters(): SentimentQuarter[] {
    const quarters: SentimentQuarter[] = [];
    if (this.count === 0) return quarters;
    const spanMs = this.endAt(this.count - 1) - this.firstStartMs;
    for (let slice = 0; slice < 4; slice++) {
      const from = this.firstEndingAfter(this.firstStartMs + (spanMs * slice) / 4);
      const to = this.firstEndingAfter(this.firstStartMs + (spanMs * (slice + 1)) / 4);
      const score = this.meanOf(from, to);
      if (score === null) continue;
      quarters.push({ fromMs: this.firstStartIn(from, to), toMs: this.endAt(to - 1), score });
    }
    return quarters;
  }

  private meanOf(from: number, to: number): number | null {
    const weight = (this.weightSums[to] ?? 0) - (this.weightSums[from] ?? 0);
    if (to <= from || weight <= 0) return null;
    const mean = ((this.sums[to] ?? 0) - (this.sums[from] ?? 0)) / weight;
    return Math.min(5, Math.max(-5, mean));
  }

  private firstStartIn(from: number, to: number): number {
    let first = this.starts[from] ?? 0;
    if (this.startsInOrder) return first;
    for (let index = from + 1; index < to; index++) first = Math.min(first, this.starts[index] ?? first);
    return first;
  }

  private endAt(index: number): number {
    return this.ends[index] ?? 0;
  }

  private firstEndingAfter(atMs: number): number {
    let low = 0;
    let high = this.count;
    if (high > 0 && this.endAt(high - 1) <= atMs) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.endAt(middle) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sumFrom(index: number): void {
    for (let at = index; at < this.count; at++) {
      const weight = this.weights[at] ?? 0;
      this.sums[at + 1] = (this.sums[at] ?? 0) + (this.scores[at] ?? 0) * weight;
      this.weightSums[at + 1] = (this.weightSums[at] ?? 0) + weight;
    }
  }

  private grow(): void {
    this.starts = growColumn(this.starts);
    this.ends = growColumn(this.ends);
    this.scores = growColumn(this.scores);
    this.weights = growColumn(this.weights);
    this.sums = growColumn(this.sums);
    this.weightSums = growColumn(this.weightSums);
  }
}
