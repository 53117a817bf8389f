const LEAST_REFUSED_MS = 100;
const LONGEST_MS = 5_000;
const SLOWER = 1.5;
/** By time and not by reads, or the faster of two readers would grow faster still. Slowly: few requests are refused then. */
const FASTER_PER_MS = 0.04 / 1_000;

/**
 * The pause between two reads of a shard. All readers of a shard share five reads a second, and none knows of the others:
 * each slows down where Kinesis refuses, and tries by and by whether it may be faster again.
 */
export class ReadPace {
  private ms: number;

  constructor(
    private readonly leastMs: number,
    private readonly random: () => number,
  ) {
    this.ms = leastMs;
  }

  /** Until the next read; with jitter, since readers in step would be refused together. */
  get pauseMs(): number {
    return this.ms > this.leastMs ? this.ms * (0.75 + 0.5 * this.random()) : this.ms;
  }

  refused(): void {
    this.ms = Math.min(LONGEST_MS, Math.max(this.ms, LEAST_REFUSED_MS) * SLOWER);
  }

  answered(): void {
    this.ms = Math.max(this.leastMs, this.ms * Math.exp(-FASTER_PER_MS * this.ms));
  }
}
