/** What a call may still hold once all calls together hold too much: two seconds of 8 kHz stereo. */
const SHORT_RATION_BYTES = 65_536;

/** What a socket that is not read any more may still bring: the largest message of a client. */
const OVERSHOOT_BYTES = 1_048_576;

/** Counts the bytes that all calls hold, and says how many one call may. */
export class ByteBudget {
  private held = 0;

  constructor(
    private readonly perCallBytes: number,
    private readonly allCallsBytes: number,
  ) {}

  get heldBytes(): number {
    return this.held;
  }

  get limitBytes(): number {
    return this.held > this.allCallsBytes ? Math.min(SHORT_RATION_BYTES, this.perCallBytes) : this.perCallBytes;
  }

  /** No call holds more than this, whatever its source does. */
  get mostBytes(): number {
    return this.limitBytes + OVERSHOOT_BYTES;
  }

  /** Below 0 gives back. */
  add(bytes: number): void {
    this.held += bytes;
  }
}
