import type { CombinedError } from 'urql';

/** Why a request failed, in words for the reader of the page. Reveals no internals of the server. */
export function describeFailure(error: CombinedError | undefined): string {
  if (error?.networkError) return 'The server cannot be reached.';
  // The server does not know a field that this page asks for, so one of them is newer, as during an update.
  if (error?.graphQLErrors.some(({ extensions }) => extensions['code'] === 'GRAPHQL_INVALID'))
    return 'This page and the server have different versions. Reload the page; during an update, try again in a few minutes.';
  return 'The server could not answer.';
}

/** Pages repeat a failed fetch after this time. */
export const retryAfterMs = 4_000;
