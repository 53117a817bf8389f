import { setMaxListeners } from 'node:events';

/** One signal per partition of a subscription, aborted when the partition is lost. A partition that returns gets a new one. */
export class PartitionLossSignals {
  private readonly controllers = new Map<number, AbortController>();

  signalFor(partition: number): AbortSignal {
    const known = this.controllers.get(partition);
    if (known !== undefined) return known.signal;
    const controller = new AbortController();
    // Each call of the partition adds a listener.
    setMaxListeners(0, controller.signal);
    this.controllers.set(partition, controller);
    return controller.signal;
  }

  abort(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.controllers.get(partition)?.abort();
      this.controllers.delete(partition);
    }
  }
}
