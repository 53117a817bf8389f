import { pause, type Clock } from '@earshot/ports';

/** Reading may run ahead of its pace by this much, so that it does not wait for each piece. */
const LEAD_MS = 1_000;
/** While the service is busy, it is asked again after this time. */
const ASK_AGAIN_MS = 500;

export interface ImportPaceOptions {
  /** 1 for real time; 0: no limit. */
  readonly rate: number;
  readonly clock: Clock;
  /** Whether live calls need everything now. */
  isBusy(): boolean;
}

/** Keeps a recording from being read faster than it may be, and while live calls need the service. */
export class ImportPace {
  private readonly sinceMs: number;
  private readMs = 0;

  constructor(private readonly options: ImportPaceOptions) {
    this.sinceMs = options.clock.nowMs();
  }

  /** Counts audio that was read, and waits until more may be. Ends early when `signal` is aborted. */
  async take(audioMs: number, signal: AbortSignal): Promise<void> {
    const { clock, rate } = this.options;
    this.readMs += audioMs;
    while (this.options.isBusy() && !signal.aborted) await pause(clock, ASK_AGAIN_MS, signal);
    if (rate === 0) return;
    const aheadMs = this.readMs / rate - (clock.nowMs() - this.sinceMs);
    if (aheadMs > LEAD_MS / rate) await pause(clock, aheadMs, signal);
  }
}
