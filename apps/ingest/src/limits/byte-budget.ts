/** The limit of one call while all calls together hold too much: two seconds of 8 kHz stereo. */
const REDUCED_LIMIT_BYTES = 65_536;

/** A paused socket may still deliver one message, and this is the largest one. */
const OVERSHOOT_BYTES = 1_048_576;

/** Counts the bytes that all calls hold, and says how many one call may hold. */
export class ByteBudget {
  private held = 0;

  constructor(
    private readonly perCallBytes: number,
    private readonly allCallsBytes: number,
  ) {}

  get heldBytes(): number {
    return this.held;
  }

  /** Beyond this, the client of a call is paused. */
  get limitBytesOfACall(): number {
    return this.held > this.allCallsBytes ? Math.min(REDUCED_LIMIT_BYTES, this.perCallBytes) : this.perCallBytes;
  }

  /** No call holds more than this, whatever its client does. */
  get mostBytesOfACall(): number {
    return this.limitBytesOfACall + OVERSHOOT_BYTES;
  }

  /** A negative number releases bytes. */
  add(bytes: number): void {
    this.held += bytes;
  }
}
