import type { Clock } from '@earshot/ports';

/** Resolves after so long, or at once when the signal is or gets aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.schedule(ms, end);
    signal.addEventListener('abort', end);
  });
}

const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** How long to wait after so many failures in a row; the jitter keeps those that failed together from coming back together. */
export function growingPauseMs(failures: number, random: () => number): number {
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, failures - 1));
  return ms / 2 + (ms / 2) * random();
}

/** The pauses of one client of a service that refuses or does not answer. */
export class GrowingPause {
  private failures = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly signal: AbortSignal,
  ) {}

  /** Failures in a row. */
  get count(): number {
    return this.failures;
  }

  wait(): Promise<void> {
    this.failures += 1;
    return pause(this.clock, growingPauseMs(this.failures, this.random), this.signal);
  }

  reset(): void {
    this.failures = 0;
  }
}
