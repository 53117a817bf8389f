import type { Clock, Metrics } from '@earshot/ports';

/** What is subscribed to. */
export type FeedKind = 'segment' | 'call';

/** The gateway's figures, names and labels in one place. */
export class GatewayMetrics {
  private readonly instruments;
  private readonly open: Record<FeedKind, number> = { segment: 0, call: 0 };

  constructor(
    metrics: Metrics,
    private readonly clock: Clock,
  ) {
    const prefix = 'earshot_gateway';
    this.instruments = {
      subscriptions: metrics.gauge(`${prefix}_subscriptions`, 'Subscriptions in force', ['kind']),
      sockets: metrics.gauge(`${prefix}_sockets`, 'WebSockets open'),
      deliveries: metrics.counter(`${prefix}_deliveries_total`, 'Updates handed to subscriptions', ['kind']),
      droppedPartials: metrics.counter(`${prefix}_dropped_partials_total`, 'Partials not shown, by cause', ['cause']),
      closedSubscriptions: metrics.counter(`${prefix}_closed_subscriptions_total`, 'Subscriptions closed by us', [
        'code',
      ]),
      refused: metrics.counter(`${prefix}_refused_total`, 'Requests and sockets refused', ['code']),
      reads: metrics.histogram(
        `${prefix}_read_seconds`,
        'Time of one resolver',
        [0.002, 0.01, 0.05, 0.25, 1, 5],
        ['field'],
      ),
      lag: metrics.histogram(
        `${prefix}_result_to_delivery_seconds`,
        'Engine result to subscription',
        [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
        ['phase'],
      ),
    };
  }

  /** Counts a subscription in; the returned function counts it out. */
  subscribed(kind: FeedKind): () => void {
    this.changeOpen(kind, 1);
    return () => this.changeOpen(kind, -1);
  }

  delivered(kind: FeedKind): void {
    this.instruments.deliveries.add(1, { kind });
  }

  /** `recognizedAtMs`: wall clock of the engine's result. */
  segmentDelivered(isPartial: boolean, recognizedAtMs: number): void {
    this.delivered('segment');
    this.instruments.lag.observe(Math.max(0, this.clock.nowMs() - recognizedAtMs) / 1_000, {
      phase: isPartial ? 'partial' : 'final',
    });
  }

  /** `stale`: an older revision than one known. `slow`: its subscriber took too long. */
  partialDropped(cause: 'stale' | 'slow'): void {
    this.instruments.droppedPartials.add(1, { cause });
  }

  subscriptionClosed(code: string): void {
    this.instruments.closedSubscriptions.add(1, { code });
  }

  refused(code: string): void {
    this.instruments.refused.add(1, { code });
  }

  socketsOpen(count: number): void {
    this.instruments.sockets.set(count);
  }

  /** Runs a resolver and keeps how long it took. */
  async timed<T>(field: string, run: () => Promise<T>): Promise<T> {
    const startedAtMs = this.clock.nowMs();
    try {
      return await run();
    } finally {
      this.instruments.reads.observe((this.clock.nowMs() - startedAtMs) / 1_000, { field });
    }
  }

  private changeOpen(kind: FeedKind, by: 1 | -1): void {
    this.open[kind] += by;
    this.instruments.subscriptions.set(this.open[kind], { kind });
  }
}
