import type { ErrorCode } from '@earshot/contracts';

export interface Tries {
  readonly max: number;
  /** How long to wait after so many failures. */
  pauseMs(failures: number): number;
}

const doubling = (firstMs: number, longestMs: number) => (failures: number) =>
  Math.min(longestMs, firstMs * 2 ** (failures - 1));
const DAY_MS = 24 * 3_600_000;
const once: Tries = { max: 1, pauseMs: () => 0 };

/**
 * How often a request is tried. Somebody who asks for the words of a call gets an answer at once. An automatic request
 * comes with the call's end: the recorder may need minutes to put the recording away, the engine may be away for hours.
 */
export function triesOf(code: ErrorCode, isAutomatic: boolean, retryMs: number): Tries {
  // The database is away: neither the one nor the other can be told so, and it passes.
  if (code === 'STORE_UNAVAILABLE') return { max: Infinity, pauseMs: doubling(1_000, 30_000) };
  if (!isAutomatic) return once;
  switch (code) {
    case 'RECORDING_NOT_FOUND':
    case 'RECORDING_NOT_COMPLETE':
      return { max: 15, pauseMs: doubling(1_000, 60_000) };
    case 'NO_SPEECH_ENGINE':
      return { max: Math.ceil(DAY_MS / retryMs), pauseMs: () => retryMs };
    case 'ENGINE_FAILED':
      return { max: 6, pauseMs: doubling(retryMs, 3_600_000) };
    default:
      return once;
  }
}
