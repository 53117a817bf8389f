import type { Clock } from '@earshot/ports';

/** Runs a task again and again, with a pause after each run. */
export class PeriodicTask {
  private cancelPause: (() => void) | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly pauseMs: number,
    private readonly run: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.cancelPause = this.clock.schedule(this.pauseMs, () => {
      this.running = this.run()
        .catch(this.onError)
        .finally(() => this.cancelPause && this.start());
    });
  }

  /** Resolves when a run that is in progress has ended. */
  async stop(): Promise<void> {
    this.cancelPause?.();
    this.cancelPause = undefined;
    await this.running;
  }
}
