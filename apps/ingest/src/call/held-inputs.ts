import type { StallDetector } from '../audio/stall-detector.js';
import type { CallBuffer } from '../limits/call-buffer.js';

/** Counted for one held input besides its audio, so that many small frames count too. */
const INPUT_BYTES = 256;

/** Audio or another event of the call, which acts on the stall detector. */
export type CallInput = (stallDetector: StallDetector) => void;

/**
 * First link of a call's chain: holds its inputs in order until it is known at which position of its clock the call continues.
 * After that it passes each input on at once.
 */
export class HeldInputs {
  private held: { bytes: number; input: CallInput }[] | null = [];
  private heldBytes = 0;
  private markReleased = () => {};
  private released = new Promise<void>((resolve) => (this.markReleased = resolve));

  constructor(
    private readonly buffer: CallBuffer,
    private readonly next: StallDetector,
  ) {}

  get isReleased(): boolean {
    return this.held === null;
  }

  /** Bytes of the held inputs. */
  get bytes(): number {
    return this.heldBytes;
  }

  /** Resolves when the inputs were passed on or discarded. */
  whenReleased(): Promise<void> {
    return this.released;
  }

  /** Passes the input on, or holds it with the `audioBytes` in it. */
  put(audioBytes: number, input: CallInput): void {
    if (this.held === null) return input(this.next);
    const bytes = audioBytes + INPUT_BYTES;
    this.held.push({ bytes, input });
    this.count(bytes);
  }

  /** Holds inputs again from now on. */
  hold(): void {
    if (this.held !== null) return;
    this.held = [];
    this.released = new Promise((resolve) => (this.markReleased = resolve));
  }

  release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const { bytes, input } of held) {
      this.count(-bytes);
      input(this.next);
    }
    this.markReleased();
  }

  discard(): void {
    this.held = null;
    this.count(-this.heldBytes);
    this.markReleased();
  }

  private count(bytes: number): void {
    this.heldBytes += bytes;
    this.buffer.add(bytes);
  }
}
