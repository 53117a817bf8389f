import type { Clock } from '@earshot/ports';

/** The clock of a process that can be stopped. While stopped, no timer fires. `resume` fires all that are due. */
export class StoppableClock implements Clock {
  private isStopped = false;
  private due: (() => void)[] = [];

  nowMs(): number {
    return Date.now();
  }

  schedule(delayMs: number, task: () => void): () => void {
    let isCancelled = false;
    const run = () => {
      if (isCancelled) return;
      if (this.isStopped) this.due.push(run);
      else task();
    };
    const timer = setTimeout(run, delayMs);
    return () => {
      isCancelled = true;
      clearTimeout(timer);
    };
  }

  stop(): void {
    this.isStopped = true;
  }

  resume(): void {
    this.isStopped = false;
    for (const run of this.due.splice(0)) run();
  }
}
