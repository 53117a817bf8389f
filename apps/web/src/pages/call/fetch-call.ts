import {
  CallByIdDocument,
  CallSegmentsDocument,
  type CallSegmentsQuery,
  type CallSegmentsQueryVariables,
} from '@earshot/graphql-api';
import type { Client, CombinedError, OperationResult } from 'urql';
import { describeFailure, retryAfterMs } from '../../api/describe-failure.js';
import type { CallPageAction } from './call-page-state.js';

const segmentsPerPage = 500;

type Dispatch = (action: CallPageAction) => void;

interface FetchTarget {
  readonly client: Client;
  readonly callId: string;
  readonly dispatch: Dispatch;
}

type Outcome = 'done' | { readonly error: CombinedError | undefined };

/** Fetches the call and all its stored lines, page by page. Reports the error instead of throwing it. */
async function fetchCall({ client, callId, dispatch }: FetchTarget, isStopped: () => boolean): Promise<Outcome> {
  const { data, error } = await client.query(CallByIdDocument, { id: callId }).toPromise();
  if (isStopped()) return 'done';
  if (!data) return { error };
  if (!data.call) {
    dispatch({ type: 'call-missing' });
    return 'done';
  }
  dispatch({ type: 'call-received', call: data.call });
  let after: string | null = null;
  do {
    const page: OperationResult<CallSegmentsQuery, CallSegmentsQueryVariables> = await client
      .query(CallSegmentsDocument, { callId, first: segmentsPerPage, after })
      .toPromise();
    if (isStopped()) return 'done';
    if (!page.data?.call) return { error: page.error };
    const { nodes, pageInfo } = page.data.call.segments;
    dispatch({ type: 'segments-fetched', segments: nodes });
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  dispatch({ type: 'fetch-completed' });
  return 'done';
}

/** Fetches the call again on request. */
export interface CallFetcher {
  /** Starts a fetch now, or after the current one. */
  fetch(): void;
  stop(): void;
}

/** Runs one fetch at a time and repeats a failed one after `retryAfterMs`. */
export function createCallFetcher(target: FetchTarget): CallFetcher {
  let stopped = false;
  let running = false;
  let requestedAgain = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  const run = async (): Promise<void> => {
    clearTimeout(retryTimer);
    if (stopped) return;
    requestedAgain = running;
    if (running) return;
    running = true;
    const outcome = await fetchCall(target, () => stopped);
    running = false;
    if (outcome !== 'done') {
      target.dispatch({ type: 'fetch-failed', message: describeFailure(outcome.error) });
      retryTimer = setTimeout(() => void run(), retryAfterMs);
    }
    if (requestedAgain) void run();
  };
  return {
    fetch: () => void run(),
    stop: () => {
      stopped = true;
      clearTimeout(retryTimer);
    },
  };
}
