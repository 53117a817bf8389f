import type { ErrorCode } from '@earshot/contracts';
import type { BackoffLimits } from '@earshot/domain';

/** How often a request is attempted, and how long it waits in between. */
export interface RetryLimits {
  readonly maxAttempts: number;
  readonly backoff: BackoffLimits;
}

const DAY_MS = 24 * 3_600_000;
const once: RetryLimits = { maxAttempts: 1, backoff: { firstMs: 0, maxMs: 0 } };

/**
 * The limits after a failure. A person who requests a transcription gets an answer at once. An automatic request comes
 * with the call's end: the recording may take minutes to be complete, and the engine may be unavailable for hours.
 */
export function retryLimitsFor(code: ErrorCode, isAutomatic: boolean, engineRetryMs: number): RetryLimits {
  // Wait for the database however long it takes: without it, nobody could see that the request failed.
  if (code === 'STORE_UNAVAILABLE') return { maxAttempts: Infinity, backoff: { firstMs: 1_000, maxMs: 30_000 } };
  if (!isAutomatic) return once;
  switch (code) {
    case 'RECORDING_NOT_FOUND':
    case 'RECORDING_NOT_COMPLETE':
      return { maxAttempts: 15, backoff: { firstMs: 1_000, maxMs: 60_000 } };
    case 'NO_SPEECH_ENGINE':
      return {
        maxAttempts: Math.ceil(DAY_MS / engineRetryMs),
        backoff: { firstMs: engineRetryMs, maxMs: engineRetryMs },
      };
    case 'ENGINE_FAILED':
      return { maxAttempts: 6, backoff: { firstMs: engineRetryMs, maxMs: 3_600_000 } };
    default:
      return once;
  }
}
