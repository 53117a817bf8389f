import { backoffMs, type BackoffLimits } from '@earshot/domain';
import { pause, type Clock } from '@earshot/ports';

const LIMITS: BackoffLimits = { firstMs: 50, maxMs: 5_000 };

/** The growing pauses before failed work is tried again. `endAll` ends all of them at once when their owner stops. */
export class RetryPauses {
  private readonly running = new Set<AbortController>();

  constructor(private readonly clock: Clock) {}

  async pauseAfter(failuresInARow: number): Promise<void> {
    const controller = new AbortController();
    this.running.add(controller);
    await pause(this.clock, backoffMs(failuresInARow, LIMITS), controller.signal);
    this.running.delete(controller);
  }

  /** Ends the pauses that run now. Later ones are not affected. */
  endAll(): void {
    for (const controller of this.running) controller.abort();
  }
}
