import type { CombinedError } from 'urql';

/** Why a request failed, in words for the reader of the page. Reveals no internals of the server. */
export function describeFailure(error: CombinedError | undefined): string {
  if (error?.networkError) return 'The server cannot be reached.';
  return 'The server could not answer.';
}

/** Pages repeat a failed fetch after this time. */
export const retryAfterMs = 4_000;
