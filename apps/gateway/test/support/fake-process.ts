import type { TopicName } from '@earshot/contracts';
import type {
  Clock,
  Counter,
  EventBus,
  Gauge,
  Histogram,
  Labels,
  Metrics,
  SubscribeOptions,
  Subscription,
} from '@earshot/ports';

/** Hands every message to every subscriber of its topic, one at a time per key. It keeps what was published. */
export class FakeBus implements EventBus {
  readonly isDurable = false;
  readonly published: { topic: TopicName; key: string; value: Uint8Array }[] = [];
  private readonly subscribers = new Set<SubscribeOptions>();
  private readonly tails = new Map<string, Promise<void>>();

  /** While true, a publish never ends, as when the bus does not answer. */
  isAway = false;

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    if (this.isAway) return new Promise(() => undefined);
    this.published.push({ topic, key, value });
    const tail = this.tails.get(topic + key) ?? Promise.resolve();
    const next = tail.then(async () => {
      for (const options of this.subscribers) {
        if (options.topic !== topic) continue;
        await options.handle({ topic, key, value, partition: 0, attempt: 1, acknowledge: () => undefined });
      }
    });
    this.tails.set(topic + key, next);
    await next;
  }

  async whenDurable(): Promise<void> {}

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.subscribers.add(options);
    return { close: async () => void this.subscribers.delete(options) };
  }

  async close(): Promise<void> {
    this.subscribers.clear();
  }
}

/** Real time, for tests over real sockets. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Keeps the sum of each counter, the last value of each gauge and the number of observations of each histogram. */
export class FakeMetrics implements Metrics {
  readonly values = new Map<string, number>();
  private readonly highest = new Map<string, number>();

  counter(name: string): Counter {
    return { add: (amount = 1, labels) => this.set(name, labels, this.get(name, labels) + amount) };
  }

  gauge(name: string): Gauge {
    return { set: (value, labels) => this.set(name, labels, value) };
  }

  histogram(name: string): Histogram {
    return { observe: (_value, labels) => this.set(name, labels, this.get(name, labels) + 1) };
  }

  get(name: string, labels?: Labels): number {
    return this.values.get(keyOf(name, labels)) ?? 0;
  }

  /** The highest value that the metric ever had. */
  getHighest(name: string, labels?: Labels): number {
    return this.highest.get(keyOf(name, labels)) ?? 0;
  }

  private set(name: string, labels: Labels | undefined, value: number): void {
    const key = keyOf(name, labels);
    this.values.set(key, value);
    this.highest.set(key, Math.max(value, this.highest.get(key) ?? 0));
  }
}

/** Gauges without labels are set for each message, so their key costs nothing. */
const keyOf = (name: string, labels: Labels | undefined): string =>
  labels === undefined ? name : `${name}${JSON.stringify(labels)}`;
