/** Runs at most `maxRunning` tasks at once. The others wait in the order in which they came. */
export class WorkLimiter {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly maxRunning: number) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.maxRunning) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      // The next task takes over the place of this one.
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
