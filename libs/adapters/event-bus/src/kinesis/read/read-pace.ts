const MIN_THROTTLED_MS = 100;
const MAX_MS = 5_000;
const SLOW_DOWN_FACTOR = 1.5;
/**
 * Per millisecond of pause and not per read: otherwise the faster of two readers would speed up more. The rate is low, so
 * that Kinesis refuses few requests.
 */
const SPEED_UP_PER_MS = 0.04 / 1_000;

/**
 * The pause between two reads of a shard. Kinesis allows five reads of a shard a second, and its readers do not know each
 * other. So each one slows down when Kinesis refuses a read, and speeds up again little by little.
 */
export class ReadPace {
  private ms: number;

  constructor(
    private readonly minMs: number,
    private readonly random: () => number,
  ) {
    this.ms = minMs;
  }

  /** The pause before the next read. Jittered while slowed down, because Kinesis would refuse readers in step together. */
  get pauseMs(): number {
    return this.ms > this.minMs ? this.ms * (0.75 + 0.5 * this.random()) : this.ms;
  }

  slowDown(): void {
    this.ms = Math.min(MAX_MS, Math.max(this.ms, MIN_THROTTLED_MS) * SLOW_DOWN_FACTOR);
  }

  speedUp(): void {
    this.ms = Math.max(this.minMs, this.ms * Math.exp(-SPEED_UP_PER_MS * this.ms));
  }
}
