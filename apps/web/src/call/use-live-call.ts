import { useEffect, useReducer, useRef } from 'react';
import {
  CallByIdDocument,
  CallChangedDocument,
  CallSegmentsDocument,
  type CallSegmentsQuery,
  SegmentChangedDocument,
} from '@earshot/graphql-api';
import type { Client, OperationResult } from 'urql';
import { useClient } from 'urql';
import { useLiveLink } from '../api/api.js';
import { type LiveCallAction, type LiveCallState, liveCallState, loadingCall } from './live-call-state.js';

const pageSize = 500;
const retryAfterMs = 4_000;

type Dispatch = (action: LiveCallAction) => void;

/** Fetches the call and all its stored lines, page after page; throws what the API answered instead. */
async function fetchAll(client: Client, id: string, dispatch: Dispatch, stopped: () => boolean): Promise<void> {
  const { data, error } = await client.query(CallByIdDocument, { id }).toPromise();
  if (stopped()) return;
  if (!data) throw error ?? new Error('The server gave no answer.');
  if (!data.call) return dispatch({ type: 'call-missing' });
  dispatch({ type: 'call-received', call: data.call });
  let after: string | null = null;
  do {
    const page: OperationResult<CallSegmentsQuery> = await client
      .query(CallSegmentsDocument, { callId: id, first: pageSize, after })
      .toPromise();
    if (stopped()) return;
    if (!page.data?.call) throw page.error ?? new Error('The server gave no answer.');
    const { nodes, pageInfo } = page.data.call.segments;
    dispatch({ type: 'segments-fetched', segments: nodes });
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  dispatch({ type: 'fetch-completed' });
}

/** Runs one fetch at a time; a wish that comes meanwhile is granted right afterwards, a failed one a little later. */
function fetcher(client: Client, id: string, dispatch: Dispatch): { fetch: () => void; stop: () => void } {
  let stopped = false;
  let running = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const fetch = async (): Promise<void> => {
    clearTimeout(timer);
    if (stopped) return;
    again = running;
    if (running) return;
    running = true;
    try {
      await fetchAll(client, id, dispatch, () => stopped);
    } catch (error) {
      if (!stopped) dispatch({ type: 'fetch-failed', message: error instanceof Error ? error.message : String(error) });
      timer = setTimeout(() => void fetch(), retryAfterMs);
    }
    running = false;
    if (again) void fetch();
  };
  return {
    fetch: () => void fetch(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * One call, live: subscribes, then fetches everything, and fetches again after a lost connection and once the call is
 * over. The reducer merges, so none of this can lose or double a line.
 */
export function useLiveCall(id: string): LiveCallState & { receive: Dispatch } {
  const client = useClient();
  const link = useLiveLink();
  const [state, dispatch] = useReducer(liveCallState, loadingCall);

  useEffect(() => {
    const segments = client.subscription(SegmentChangedDocument, { callId: id }).subscribe(({ data }) => {
      if (data) dispatch({ type: 'segment-pushed', segment: data.segmentChanged });
    });
    const calls = client.subscription(CallChangedDocument, { id }).subscribe(({ data }) => {
      if (data) dispatch({ type: 'call-received', call: data.callChanged });
    });
    return () => {
      segments.unsubscribe();
      calls.unsubscribe();
    };
  }, [client, id]);

  const refetch = useRef<() => void>(() => undefined);
  useEffect(() => {
    const { fetch, stop } = fetcher(client, id, dispatch);
    refetch.current = fetch;
    const off = link.whenCaughtUp(fetch);
    return () => {
      off();
      stop();
    };
  }, [client, link, id]);

  // When a call that was followed gets over, everything is fetched once more: whatever a push missed is there then.
  const status = state.call?.status;
  const wasLive = useRef(false);
  useEffect(() => {
    if (wasLive.current && status !== 'LIVE') refetch.current();
    wasLive.current = status === 'LIVE';
  }, [status]);

  const { phase } = state;
  const wasMissing = useRef(false);
  useEffect(() => {
    if (wasMissing.current && phase === 'ready') refetch.current();
    wasMissing.current = phase === 'missing';
  }, [phase]);

  return { ...state, receive: dispatch };
}
