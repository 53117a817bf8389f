import * as client from 'prom-client';
import type { Counter, Gauge, Histogram, Labels, Metrics } from '@earshot/ports';

/** `Metrics` on one Prometheus registry; `text()` is the body of `/metrics`. */
export class PromMetrics implements Metrics {
  readonly registry = new client.Registry();

  constructor() {
    client.collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 20 });
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    const found = this.registry.getSingleMetric(name) as client.Counter | undefined;
    const counter = found ?? new client.Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
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
      new client.Histogram({ name, help, buckets: [...buckets], labelNames: [...labelNames], registers: [this.registry] });
    return { observe: (value, labels: Labels = {}) => histogram.observe(labels, value) };
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
