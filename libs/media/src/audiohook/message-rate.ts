/** A client sends a ping every five seconds and little else, so this is far above every honest one. */
const MESSAGES_PER_SECOND = 20;
const BURST_MESSAGES = 200;

/** Counts the text messages of one client against what a client may send. */
export class MessageRate {
  private left = BURST_MESSAGES;

  constructor(private atMs: number) {}

  /** Whether the client may send one more message now; it then counts. */
  take(nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - this.atMs);
    this.atMs = nowMs;
    this.left = Math.min(BURST_MESSAGES, this.left + (passedMs / 1_000) * MESSAGES_PER_SECOND);
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
