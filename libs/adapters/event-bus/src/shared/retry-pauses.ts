import type { Clock } from '@earshot/ports';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** The growing pauses before a failed message is tried again; all end at once when their owner stops. */
export class RetryPauses {
  private readonly ends = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** Resolves after the pause that follows this many failed attempts. */
  after(attempts: number): Promise<void> {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.ends.delete(end);
        resolve();
      };
      const cancel = this.clock.schedule(pauseMs, end);
      this.ends.add(end);
    });
  }

  endAll(): void {
    for (const end of [...this.ends]) end();
  }
}
