/** Counts the audio of all calls that is in memory and not yet in the object store. */
export class BufferedBytes {
  private bytes = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly maxBytes: number) {}

  get isFull(): boolean {
    return this.bytes >= this.maxBytes;
  }

  add(bytes: number): void {
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.bytes -= bytes;
    for (const listener of [...this.listeners]) listener();
  }

  /** Calls `listener` whenever the count shrinks. The returned function stops that. */
  onShrink(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
