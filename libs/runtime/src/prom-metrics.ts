import * as client from 'prom-client';
import type { Counter, Gauge, Histogram, Labels, Metrics } from '@earshot/ports';

/** Metrics in one Prometheus registry. `text()` is the body of `/metrics`. */
export class PromMetrics implements Metrics {
  readonly registry = new client.Registry();
  private readonly plainCounters = new Map<string, Counter>();

  constructor() {
    client.collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 20 });
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    if (labelNames.length === 0) return this.plainCounter(name, help);
    const found = this.registry.getSingleMetric(name) as client.Counter | undefined;
    const counter =
      found ?? new client.Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
    return { add: (amount = 1, labels: Labels = {}) => counter.inc(labels, amount) };
  }

  gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    const found = this.registry.getSingleMetric(name) as client.Gauge | undefined;
    const gauge = found ?? new client.Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
    return { set: (value, labels: Labels = {}) => gauge.set(labels, value) };
  }

  histogram(name: string, help: string, buckets: readonly number[], labelNames: readonly string[] = []): Histogram {
    const found = this.registry.getSingleMetric(name) as client.Histogram | undefined;
    const histogram =
      found ??
      new client.Histogram({
        name,
        help,
        buckets: [...buckets],
        labelNames: [...labelNames],
        registers: [this.registry],
      });
    return { observe: (value, labels: Labels = {}) => histogram.observe(labels, value) };
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Counts in a plain number and updates the registry when it is read, because some counters change with every frame. */
  private plainCounter(name: string, help: string): Counter {
    const found = this.plainCounters.get(name);
    if (found !== undefined) return found;
    let total = 0;
    let reported = 0;
    const registered = new client.Counter({
      name,
      help,
      registers: [this.registry],
      collect: () => {
        registered.inc(total - reported);
        reported = total;
      },
    });
    const counter: Counter = { add: (amount = 1) => void (total += amount) };
    this.plainCounters.set(name, counter);
    return counter;
  }
}
