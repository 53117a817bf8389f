import { ManualClock } from './manual-clock.js';

/**
 * A clock that moves on a little at each turn of the event loop. On a busy machine the turns are slower, and so is the clock: no time
 * limit passes while the code under test is kept from running.
 */
export class TurnClock extends ManualClock {
  private isStopped = false;

  /** `stepMs`: how far each turn of at least a millisecond moves the clock. */
  constructor(private readonly stepMs: number) {
    super();
    void this.run();
  }

  stop(): void {
    this.isStopped = true;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      await new Promise<void>((resolve) => setTimeout(resolve, 1));
      await this.advance(this.stepMs);
    }
  }
}
