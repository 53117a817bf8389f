/** Limits the packets of one stream: a flood on its ports costs other calls nothing but the reading of each packet. */
export class PacketRate {
  private left: number;

  /** @param perSecond in the long run, and as many at once */
  constructor(
    private readonly perSecond: number,
    private atMs: number,
  ) {
    this.left = perSecond;
  }

  /** Whether one more packet may be taken. Each true answer counts as one packet. */
  take(nowMs: number): boolean {
    this.left = Math.min(this.perSecond, this.left + (Math.max(0, nowMs - this.atMs) / 1_000) * this.perSecond);
    this.atMs = nowMs;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
