type End = 'before' | 'after';

/**
 * Stops one process at its nth effect on the world outside, just before the effect or just after it. After it, the effect
 * has happened and the process does not learn about it. A process that was only frozen resumes later.
 */
export class FaultInjector {
  /** Resolves when the process stops. */
  readonly stopped: Promise<void>;
  effects = 0;
  isRunning = true;
  private markStopped: () => void = () => {};
  private resumed: Promise<void> | null = null;
  private markResumed: () => void = () => {};

  constructor(private readonly fault?: { readonly atEffect: number; readonly end: End }) {
    this.stopped = new Promise((resolve) => (this.markStopped = resolve));
  }

  stopProcess(): void {
    if (!this.isRunning) return;
    this.isRunning = false;
    this.resumed = new Promise((resolve) => (this.markResumed = resolve));
    this.markStopped();
  }

  /** The interrupted effect happens now. */
  resumeProcess(): void {
    this.isRunning = true;
    this.markResumed();
  }

  async performEffect<T>(act: () => Promise<T>): Promise<T> {
    this.effects += 1;
    const isLast = this.effects === this.fault?.atEffect;
    if (isLast && this.fault?.end === 'before') this.stopProcess();
    if (!this.isRunning) await this.resumed;
    const done = await act();
    if (isLast && this.fault?.end === 'after') this.stopProcess();
    if (!this.isRunning) await this.resumed;
    return done;
  }
}
