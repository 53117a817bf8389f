import type { Clock, Metrics } from '@earshot/ports';
import type { RowKind } from '../feed/feed.js';

/** All metrics of the gateway, with their names and labels. */
export class GatewayMetrics {
  private readonly instruments;
  private readonly openSubscriptions: Record<RowKind, number> = { segment: 0, call: 0 };

  constructor(
    metrics: Metrics,
    private readonly clock: Clock,
  ) {
    const prefix = 'earshot_gateway';
    this.instruments = {
      subscriptions: metrics.gauge(`${prefix}_subscriptions`, 'Open subscriptions', ['kind']),
      sockets: metrics.gauge(`${prefix}_sockets`, 'Open WebSockets'),
      unsentBytes: metrics.gauge(
        `${prefix}_unsent_bytes`,
        'Bytes that wait for slow clients: unsent messages and queued updates',
      ),
      deliveries: metrics.counter(`${prefix}_deliveries_total`, 'Updates that subscriptions took', ['kind']),
      droppedPartials: metrics.counter(`${prefix}_dropped_partials_total`, 'Partials not delivered, by cause', [
        'cause',
      ]),
      closedSubscriptions: metrics.counter(
        `${prefix}_closed_subscriptions_total`,
        'Subscriptions that the gateway closed with an error',
        ['code'],
      ),
      refused: metrics.counter(`${prefix}_refused_total`, 'Refused requests and sockets', ['code']),
      reads: metrics.histogram(
        `${prefix}_read_seconds`,
        'Time that a field read from the store',
        [0.002, 0.01, 0.05, 0.25, 1, 5],
        ['field'],
      ),
      lag: metrics.histogram(
        `${prefix}_result_to_delivery_seconds`,
        'Time from the engine result to its delivery to a subscription',
        [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
        ['phase'],
      ),
    };
  }

  /** Counts an open subscription. Call the returned function when it ends. */
  countSubscription(kind: RowKind): () => void {
    this.changeOpenSubscriptions(kind, 1);
    return () => this.changeOpenSubscriptions(kind, -1);
  }

  countDelivery(kind: RowKind): void {
    this.instruments.deliveries.add(1, { kind });
  }

  /** `recognizedAtMs`: wall clock of the engine's result. */
  countSegmentDelivery(isPartial: boolean, recognizedAtMs: number): void {
    this.countDelivery('segment');
    this.instruments.lag.observe(Math.max(0, this.clock.nowMs() - recognizedAtMs) / 1_000, {
      phase: isPartial ? 'partial' : 'final',
    });
  }

  /** `stale`: a newer revision is already known. `slow`: the subscriber did not take it in time. */
  countDroppedPartial(cause: 'stale' | 'slow'): void {
    this.instruments.droppedPartials.add(1, { cause });
  }

  countClosedSubscription(code: string): void {
    this.instruments.closedSubscriptions.add(1, { code });
  }

  countRefusal(code: string): void {
    this.instruments.refused.add(1, { code });
  }

  setOpenSockets(count: number): void {
    this.instruments.sockets.set(count);
  }

  setUnsentBytes(bytes: number): void {
    this.instruments.unsentBytes.set(bytes);
  }

  /** Runs a read and measures how long it takes. */
  async timeRead<T>(field: string, read: () => Promise<T>): Promise<T> {
    const startedAtMs = this.clock.nowMs();
    try {
      return await read();
    } finally {
      this.instruments.reads.observe((this.clock.nowMs() - startedAtMs) / 1_000, { field });
    }
  }

  private changeOpenSubscriptions(kind: RowKind, by: 1 | -1): void {
    this.openSubscriptions[kind] += by;
    this.instruments.subscriptions.set(this.openSubscriptions[kind], { kind });
  }
}
