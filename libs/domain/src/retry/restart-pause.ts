import { backoffMs } from './backoff.js';

/** Milliseconds before transcription tries an engine again after so many failures in a row: 100 ms, doubling up to 5 s. */
export const restartPauseMs = (failuresInARow: number): number =>
  backoffMs(failuresInARow, { firstMs: 100, maxMs: 5_000 });
