/** Audio of all calls that is in memory and not in the object store yet. */
export class BufferedAudio {
  private bytes = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly maxBytes: number) {}

  get isFull(): boolean {
    return this.bytes >= this.maxBytes;
  }

  add(bytes: number): void {
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.bytes -= bytes;
    for (const wake of [...this.waiting]) wake();
  }

  /** Calls `wake` whenever there is less than before; the returned function ends that. */
  onLess(wake: () => void): () => void {
    this.waiting.add(wake);
    return () => this.waiting.delete(wake);
  }
}
