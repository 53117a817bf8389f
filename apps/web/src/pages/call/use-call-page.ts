import { useEffect, useEffectEvent, useReducer, useRef } from 'react';
import { CallByIdDocument, CallChangedDocument, SegmentChangedDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { useLiveLink } from '../../api/ApiProvider.js';
import { useOnReturn } from '../../ui/use-on-return.js';
import { type CallPageAction, type CallPageState, loadingCallPage, reduceCallPage } from './call-page-state.js';
import { createCallFetcher } from './fetch-call.js';

/** Calls back when a condition that held no longer holds. */
function useOnEnd(holds: boolean, callback: () => void): void {
  const held = useRef(false);
  const onEnd = useEffectEvent(callback);
  useEffect(() => {
    if (held.current && !holds) onEnd();
    held.current = holds;
  }, [holds]);
}

/**
 * The state of one call, kept up to date. Subscribes first and then fetches everything. Fetches again after a lost
 * connection, and once more when the call ends, so that lines whose push was lost appear.
 */
export function useCallPage(callId: string): CallPageState & { dispatch: (action: CallPageAction) => void } {
  const client = useClient();
  const link = useLiveLink();
  const [state, dispatch] = useReducer(reduceCallPage, loadingCallPage);

  useEffect(() => {
    const segments = client.subscription(SegmentChangedDocument, { callId }).subscribe(({ data }) => {
      if (data) dispatch({ type: 'segment-pushed', segment: data.segmentChanged });
    });
    const calls = client.subscription(CallChangedDocument, { id: callId }).subscribe(({ data }) => {
      if (!data) return;
      const { passesFilter, ...call } = data.callChanged;
      // Without a filter, only an erased call does not pass.
      dispatch(passesFilter ? { type: 'call-received', call } : { type: 'call-erased' });
    });
    return () => {
      segments.unsubscribe();
      calls.unsubscribe();
    };
  }, [client, callId]);

  const refetch = useRef<() => void>(() => undefined);
  useEffect(() => {
    const { fetch, stop } = createCallFetcher({ client, callId, dispatch });
    refetch.current = fetch;
    const stopFetching = link.onSubscribed(fetch);
    return () => {
      stopFetching();
      stop();
    };
  }, [client, link, callId]);

  // A legal hold and the time until which a call is kept change without an event.
  useOnReturn(async () => {
    const { data } = await client.query(CallByIdDocument, { id: callId }).toPromise();
    if (data?.call) dispatch({ type: 'call-received', call: data.call });
  });

  useOnEnd(state.call?.status === 'LIVE', () => refetch.current());
  useOnEnd(state.phase === 'missing', () => state.phase === 'ready' && refetch.current());

  return { ...state, dispatch };
}
