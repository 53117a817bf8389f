import type { Clock } from '@earshot/ports';

/** A clock that moves only when a test moves it. Due tasks run in the order of their time. */
export class ManualClock implements Clock {
  private tasks: { atMs: number; task: () => void }[] = [];

  constructor(private currentMs = 1_700_000_000_000) {}

  nowMs(): number {
    return this.currentMs;
  }

  schedule(delayMs: number, task: () => void): () => void {
    const entry = { atMs: this.currentMs + delayMs, task };
    this.tasks.push(entry);
    return () => {
      this.tasks = this.tasks.filter((other) => other !== entry);
    };
  }

  /** Moves time and runs the tasks that become due. Promises settle after each task. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.currentMs + byMs;
    for (;;) {
      const due = this.tasks.filter((task) => task.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.tasks = this.tasks.filter((other) => other !== due);
      this.currentMs = Math.max(this.currentMs, due.atMs);
      due.task();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.currentMs = endMs;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
