import { setMaxListeners } from 'node:events';

/** The partitions one subscription has, each with the signal of its loss; a partition that comes back gets a new one. */
export class OwnedPartitions {
  private readonly signals = new Map<number, AbortController>();

  lost(partition: number): AbortSignal {
    const known = this.signals.get(partition);
    if (known !== undefined) return known.signal;
    const fresh = new AbortController();
    // One listener per call is expected.
    setMaxListeners(0, fresh.signal);
    this.signals.set(partition, fresh);
    return fresh.signal;
  }

  lose(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.signals.get(partition)?.abort();
      this.signals.delete(partition);
    }
  }
}
