import type { ByteBudget } from './byte-budget.js';

/** What one kept input costs besides its audio, so that many small frames count too. */
const INPUT_BYTES = 256;

/** Keeps what happens to a call, in order, until it is known where the call stands; from then on it happens at once. */
export class HeldInputs {
  private kept: { bytes: number; then: () => void }[] | null = [];
  private keptBytes = 0;
  private open = () => {};
  /** Resolves when the inputs were let through, or given up. */
  readonly settled = new Promise<void>((resolve) => (this.open = resolve));

  constructor(private readonly budget: ByteBudget) {}

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
