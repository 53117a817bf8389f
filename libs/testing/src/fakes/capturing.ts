import type { LogFields, Logger, Metrics } from '@earshot/ports';

/** A logger that keeps its lines, so that a test can check that they hold no spoken words. */
export class CapturingLogger implements Logger {
  readonly lines: { level: string; fields: LogFields; message: string }[] = [];
  debug = this.at('debug');
  info = this.at('info');
  warn = this.at('warn');
  error = this.at('error');

  child(): Logger {
    return this;
  }

  private at(level: string) {
    return (fields: LogFields, message: string) => void this.lines.push({ level, fields, message });
  }
}

/** Metrics that keep the sum of each counter and the last value of each gauge and histogram. */
export class CapturingMetrics implements Metrics {
  readonly values = new Map<string, number>();

  counter(name: string) {
    return { add: (amount = 1) => void this.values.set(name, (this.values.get(name) ?? 0) + amount) };
  }

  gauge(name: string) {
    return { set: (value: number) => void this.values.set(name, value) };
  }

  histogram(name: string) {
    return { observe: (value: number) => void this.values.set(name, value) };
  }
}
