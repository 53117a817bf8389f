/** How the pauses between attempts grow. */
export interface BackoffLimits {
  /** The pause after the first failure. */
  readonly firstMs: number;
  /** The longest pause. */
  readonly maxMs: number;
}

/** More doublings would overflow. Every limit in use is reached long before. */
const MAX_DOUBLINGS = 30;

/** The pause after a number of failures in a row. It doubles from `firstMs` up to `maxMs`. */
export const backoffMs = (failuresInARow: number, { firstMs, maxMs }: BackoffLimits): number =>
  Math.min(maxMs, firstMs * 2 ** Math.min(MAX_DOUBLINGS, Math.max(0, failuresInARow - 1)));

/**
 * `backoffMs` spread over its upper half, so that clients that failed together do not return together. `random` returns
 * numbers from 0 to 1. Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (equal jitter).
 */
export const jitteredBackoffMs = (failuresInARow: number, limits: BackoffLimits, random: () => number): number => {
  const ms = backoffMs(failuresInARow, limits);
  return ms / 2 + (ms / 2) * random();
};
