/** Measures how long a player was without a server. All times are monotonic. */
export class ConnectionTimes {
  /** From the last message on each lost connection to START on the next one, in total. */
  disconnectedMs = 0;
  /** From START to the server's `started` on each connection after the first, in total. */
  unansweredMs = 0;
  /** From the first START to the server's `started`; null until it replies. */
  startedAfterMs: number | null = null;
  private startSentAtMs = 0;
  private lastSentAtMs: number | undefined;

  noteStart(): void {
    this.startSentAtMs = performance.now();
    if (this.lastSentAtMs !== undefined) this.disconnectedMs += this.startSentAtMs - this.lastSentAtMs;
    this.lastSentAtMs = this.startSentAtMs;
  }

  noteMessage(): void {
    this.lastSentAtMs = performance.now();
  }

  noteAnswer(isFirstConnection: boolean): void {
    const afterMs = performance.now() - this.startSentAtMs;
    if (!isFirstConnection) this.unansweredMs += afterMs;
    this.startedAfterMs ??= afterMs;
  }
}
