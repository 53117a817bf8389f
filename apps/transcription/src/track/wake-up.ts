import type { Clock } from '@earshot/ports';

/** Lets one loop sleep until something happened; a call that comes before the sleep is not lost. */
export class WakeUp {
  private rung = false;
  private resume: (() => void) | null = null;

  ring(): void {
    if (this.resume !== null) this.resume();
    else this.rung = true;
  }

  /** Resolves at the next ring, or at once if it rang since the last wait. */
  wait(): Promise<void> {
    if (this.rung) {
      this.rung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.resume = () => {
        this.resume = null;
        resolve();
      };
    });
  }

  /** The same, for at most `timeoutMs`. */
  async waitAtMost(timeoutMs: number, clock: Clock): Promise<void> {
    const cancel = clock.schedule(timeoutMs, () => this.ring());
    await this.wait();
    cancel();
  }
}
