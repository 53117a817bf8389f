const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** How long to wait before an engine is tried again after this many failures in a row: 100 ms, doubling up to 5 s. */
export const restartPauseMs = (failuresInARow: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failuresInARow - 1));
