import type { ByteBudget } from './byte-budget.js';

export interface CallPressureParts {
  readonly budget: Pick<ByteBudget, 'limitBytes' | 'mostBytes'>;
  /** Bytes of the call received and not yet on the bus. */
  heldBytes(): number;
  /** Its socket is not to be read any more, or again. */
  pause(): void;
  resume(): void;
}

/** Keeps what one call holds for the bus within its limits. */
export class CallPressure {
  private isPaused = false;

  constructor(private readonly parts: CallPressureParts) {}

  /**
   * Whether so much more may be kept. A socket that is not read any more still brings what was read before, and so does
   * each one that its source opens after it.
   */
  hasRoomFor(bytes: number): boolean {
    return this.parts.heldBytes() + bytes <= this.parts.budget.mostBytes;
  }

  /** More is held than before, or another socket brings it. */
  rise(): void {
    if (this.isPaused || this.parts.heldBytes() <= this.parts.budget.limitBytes) return;
    this.isPaused = true;
    this.parts.pause();
  }

  /** Reads on once half of what may wait is gone: a limit that is crossed with every frame would only thrash. */
  fall(): void {
    if (!this.isPaused || this.parts.heldBytes() * 2 > this.parts.budget.limitBytes) return;
    this.isPaused = false;
    this.parts.resume();
  }

  /** The socket is another's, or nobody's, from now on. */
  forget(): void {
    this.isPaused = false;
  }
}
