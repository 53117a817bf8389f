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
  /** Until then, the audio that was read plays at this rate. */
  private playsUntilMs = 0;

  constructor(private readonly options: ImportPaceOptions) {}

  /** Counts audio that was read, and waits until more may be. Ends early when `signal` is aborted. */
  async take(audioMs: number, signal: AbortSignal): Promise<void> {
    const { clock, rate } = this.options;
    while (this.options.isBusy() && !signal.aborted) await pause(clock, ASK_AGAIN_MS, signal);
    if (rate === 0) return;
    // Nothing catches up after a wait: the backlog that just became shorter would grow at once.
    this.playsUntilMs = Math.max(this.playsUntilMs, clock.nowMs()) + audioMs / rate;
    const aheadMs = this.playsUntilMs - clock.nowMs();
    if (aheadMs > LEAD_MS / rate) await pause(clock, aheadMs, signal);
  }
}
