import type { AudioReader } from '../call/call-client.js';
import type { ByteBudget } from './byte-budget.js';

/** Counts the bytes of one call that are received and not yet on the bus, and pauses its client when they are too many. */
export class CallBuffer {
  private heldBytes = 0;
  private isPaused = false;

  constructor(
    private readonly budget: ByteBudget,
    private readonly reader: AudioReader,
  ) {}

  /** Every link of the call's chain adds the bytes that it holds; a negative number releases them. */
  add(bytes: number): void {
    this.heldBytes += bytes;
    this.budget.add(bytes);
  }

  /**
   * Whether the call may hold this much more. A paused socket still delivers bytes that were read before the pause, and so
   * does each further socket that its client opens.
   */
  hasRoomFor(bytes: number): boolean {
    return this.heldBytes + bytes <= this.budget.mostBytesOfACall;
  }

  /** Call it when the call holds more than before, and when another client brings the call. */
  pauseReadingIfFull(): void {
    if (this.isPaused || this.heldBytes <= this.budget.limitBytesOfACall) return;
    this.isPaused = true;
    this.reader.pauseReading();
  }

  /** Resumes at half of the limit: resuming at the limit itself would pause again with the next frame. */
  resumeReadingIfDrained(): void {
    if (!this.isPaused || this.heldBytes * 2 > this.budget.limitBytesOfACall) return;
    this.isPaused = false;
    this.reader.resumeReading();
  }

  /** Another client brings the call from now on, or none does. */
  forgetPause(): void {
    this.isPaused = false;
  }
}
