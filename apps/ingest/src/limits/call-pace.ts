/** A paused call resumes when it may take this much audio at once: resuming earlier would pause again with the next frame. */
const RESUME_WITH_MS = 500;

export interface PaceLimits {
  /** How much faster than real time the audio of one call may come in the long run; 0: no limit. */
  readonly rate: number;
  /** Audio that may come at once, for example after a jam of the network. */
  readonly burstMs: number;
}

/**
 * Limits how fast the audio of one call is read. Audio far ahead of real time would fill the queues that all calls share and
 * delay the words of calls that are live.
 */
export class CallPace {
  private leftMs: number;

  constructor(
    private readonly limits: PaceLimits,
    private atMs: number,
  ) {
    this.leftMs = limits.burstMs;
  }

  /** Counts audio that came. Returns how long the call must not be read now; 0 if it may be. */
  take(audioMs: number, nowMs: number): number {
    const { rate, burstMs } = this.limits;
    if (rate === 0) return 0;
    this.leftMs = Math.min(burstMs, this.leftMs + Math.max(0, nowMs - this.atMs) * rate) - audioMs;
    this.atMs = nowMs;
    return this.leftMs >= 0 ? 0 : (Math.min(RESUME_WITH_MS, burstMs) - this.leftMs) / rate;
  }
}
