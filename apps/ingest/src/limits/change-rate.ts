/** Changes in quick succession: a conference of 64 participants may form at once. */
const BURST = 256;
/** Changes a second in the long run. */
const PER_SECOND = 10;

/** Limits how often the roster of one call may change: one message becomes up to 17 events and as many stored rows. */
export class ChangeRate {
  private left = BURST;

  constructor(private atMs: number) {}

  /** Whether one more change may come now. Each true answer counts as one change. */
  take(nowMs: number): boolean {
    this.left = Math.min(BURST, this.left + (Math.max(0, nowMs - this.atMs) / 1_000) * PER_SECOND);
    this.atMs = nowMs;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
