/** A client whose binary data overtakes its start message has this long to send the start. */
const GRACE_MS = 2_000;

/** Counts the binary messages on a socket that carries no call. */
export class EarlyAudio {
  private messages = 0;
  private bytes = 0;
  private sinceMs = 0;

  get isEmpty(): boolean {
    return this.messages === 0;
  }

  add(bytes: Uint8Array, nowMs: number): void {
    if (this.isEmpty) this.sinceMs = nowMs;
    this.messages += 1;
    this.bytes += bytes.length;
  }

  /** Whether the start should have come by now. */
  isOverdue(nowMs: number): boolean {
    return !this.isEmpty && nowMs - this.sinceMs >= GRACE_MS;
  }

  describe(): string {
    return `Refused: ${this.messages} frames, ${this.bytes} bytes.`;
  }
}
