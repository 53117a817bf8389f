/** Finds peers that vanished: a ping after a third of the time limit, a cut at the limit. */
export class PeerLiveness {
  private pingedAtMs = 0;

  constructor(
    /** A peer that sends nothing for this long, not even a pong, is lost. */
    private readonly timeoutMs: number,
    private aliveAtMs: number,
  ) {}

  keepAlive(nowMs: number): void {
    this.aliveAtMs = nowMs;
  }

  isLost(nowMs: number): boolean {
    return nowMs - this.aliveAtMs >= this.timeoutMs;
  }

  /** Whether a ping is due; it then counts as sent. */
  takePing(nowMs: number): boolean {
    const pingEveryMs = this.timeoutMs / 3;
    if (nowMs - this.aliveAtMs < pingEveryMs || nowMs - this.pingedAtMs < pingEveryMs) return false;
    this.pingedAtMs = nowMs;
    return true;
  }
}
