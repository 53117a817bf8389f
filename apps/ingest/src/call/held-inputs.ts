import type { ByteBudget } from '../limits/byte-budget.js';

/** What one kept input costs besides its audio, so that many small frames count too. */
const INPUT_BYTES = 256;

/** Keeps what happens to a call, in order, while it is not known where the call stands; else it happens at once. */
export class HeldInputs {
  private kept: { bytes: number; then: () => void }[] | null = [];
  private keptBytes = 0;
  private open = () => {};
  private whenOpen = new Promise<void>((resolve) => (this.open = resolve));

  constructor(private readonly budget: ByteBudget) {}

  /** Resolves when the inputs were let through, or given up. */
  get settled(): Promise<void> {
    return this.whenOpen;
  }

  get isOpen(): boolean {
    return this.kept === null;
  }

  get bytes(): number {
    return this.keptBytes;
  }

  /** Does it now, or keeps it and the `audioBytes` in it. */
  put(audioBytes: number, then: () => void): void {
    if (this.kept === null) return then();
    const bytes = audioBytes + INPUT_BYTES;
    this.kept.push({ bytes, then });
    this.count(bytes);
  }

  /** From now on things are kept again. */
  hold(): void {
    if (this.kept !== null) return;
    this.kept = [];
    this.whenOpen = new Promise((resolve) => (this.open = resolve));
  }

  letThrough(): void {
    const kept = this.kept ?? [];
    this.kept = null;
    for (const { bytes, then } of kept) {
      this.count(-bytes);
      then();
    }
    this.open();
  }

  giveUp(): void {
    this.kept = null;
    this.count(-this.keptBytes);
    this.open();
  }

  private count(bytes: number): void {
    this.keptBytes += bytes;
    this.budget.add(bytes);
  }
}
