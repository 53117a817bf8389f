import type { Clock } from '@earshot/ports';

/** Lets one loop sleep until it is notified. A notification that comes before the sleep is kept. */
export class WakeSignal {
  private isNotified = false;
  private wake: (() => void) | null = null;

  notify(): void {
    if (this.wake !== null) this.wake();
    else this.isNotified = true;
  }

  /** Resolves at the next notification, or at once if one came since the last wait. */
  wait(): Promise<void> {
    if (this.isNotified) {
      this.isNotified = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = null;
        resolve();
      };
    });
  }

  /** Like `wait`, but for at most `timeoutMs`. */
  async waitAtMost(timeoutMs: number, clock: Clock): Promise<void> {
    const cancel = clock.schedule(timeoutMs, () => this.notify());
    await this.wait();
    cancel();
  }
}
