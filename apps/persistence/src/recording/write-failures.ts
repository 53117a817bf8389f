/** Attempts of one write before the call continues without its recording. */
const MAX_ATTEMPTS = 5;
/**
 * How long audio waits on a durable bus while the recording cannot be written; somebody may free space on the disk. If it
 * waited longer, the call would look as if its source were gone.
 */
const PATIENCE_MS = 45_000;
/** After this pause the recording is tried again: a full disk may have space again. */
const PAUSE_MS = 30_000;

/** The failed writes of one recording, and whether it may be written now. */
export class WriteFailures {
  private failures = 0;
  private failingSinceMs = 0;
  private pausedUntilMs = 0;
  private isPermanent = false;

  constructor(
    private readonly isBusDurable: boolean,
    private readonly nowMs: () => number,
  ) {}

  /** Whether the call continues without its recording at the moment. */
  get isPaused(): boolean {
    return this.isPermanent || this.nowMs() < this.pausedUntilMs;
  }

  /** Whether the bus should deliver the message again. */
  get mayRetry(): boolean {
    return this.failures < MAX_ATTEMPTS || (this.isBusDurable && this.nowMs() - this.failingSinceMs < PATIENCE_MS);
  }

  countFailure(): void {
    if (this.failures++ === 0) this.failingSinceMs = this.nowMs();
  }

  clearFailures(): void {
    this.failures = 0;
  }

  pauseRecording(isPermanent: boolean): void {
    this.failures = 0;
    this.isPermanent = isPermanent;
    this.pausedUntilMs = this.nowMs() + PAUSE_MS;
  }
}
