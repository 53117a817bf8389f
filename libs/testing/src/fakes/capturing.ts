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
  private readonly waiting: { name: string; value: number; resolve: () => void }[] = [];

  counter(name: string) {
    return {
      add: (amount = 1) => {
        this.values.set(name, (this.values.get(name) ?? 0) + amount);
        this.wakeWaiting(name);
      },
    };
  }

  /** Resolves when a counter has this value or a higher one. */
  async reach(name: string, value: number): Promise<void> {
    if ((this.values.get(name) ?? 0) >= value) return;
    await new Promise<void>((resolve) => this.waiting.push({ name, value, resolve }));
  }

  gauge(name: string) {
    return { set: (value: number) => void this.values.set(name, value) };
  }

  histogram(name: string) {
    return { observe: (value: number) => void this.values.set(name, value) };
  }

  private wakeWaiting(name: string): void {
    for (let at = this.waiting.length - 1; at >= 0; at--) {
      const one = this.waiting[at];
      if (one?.name !== name || (this.values.get(name) ?? 0) < one.value) continue;
      this.waiting.splice(at, 1);
      one.resolve();
    }
  }
}
