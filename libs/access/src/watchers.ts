/** Who must hear that something has ended, by its id. */
export class Watchers {
  private readonly byId = new Map<string, Set<() => void>>();

  /** The ids that somebody watches. */
  get ids(): readonly string[] {
    return [...this.byId.keys()];
  }

  /** Calls `onEnd` once when the id ends. Returns a function that stops watching. */
  add(id: string, onEnd: () => void): () => void {
    // A function of its own, so that the same callback may watch twice.
    const watcher = (): void => onEnd();
    const ofId = this.byId.get(id) ?? new Set();
    this.byId.set(id, ofId.add(watcher));
    return () => {
      ofId.delete(watcher);
      if (ofId.size === 0 && this.byId.get(id) === ofId) this.byId.delete(id);
    };
  }

  /** Tells the watchers of every id that has ended. */
  endAll(hasEnded: (id: string) => boolean): void {
    for (const [id, watchers] of this.byId) {
      if (!hasEnded(id)) continue;
      this.byId.delete(id);
      for (const end of watchers) end();
    }
  }
}
