import { useCallback, useEffect, useReducer, useRef } from 'react';
import { CallListDocument, CallsChangedDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { useLiveLink } from '../../api/ApiProvider.js';
import { describeFailure, retryAfterMs } from '../../api/describe-failure.js';
import { serverNowMs } from '../../api/server-clock.js';
import { type CallListState, loadingList, reduceCallList } from './call-list-state.js';
import { type ListQuery, toFilter } from './list-query.js';

export interface CallList extends CallListState {
  /** Fetches the page again and keeps the rows. */
  readonly refresh: () => void;
  /** Says that the reader points at the list. Returns to moving rows after `release`. */
  readonly hold: () => void;
  readonly release: () => void;
}

/**
 * One page of calls with the server's sort and filter, kept up to date. `kept`: the state of the same list before, which is
 * shown until the page is fetched.
 */
export function useCallList(query: ListQuery, pageSize: number, kept: CallListState = loadingList): CallList {
  const client = useClient();
  const link = useLiveLink();
  const [state, dispatch] = useReducer(reduceCallList, { ...kept, held: false, leftIds: [] });
  /** Counts fetches, so that the result of an outdated one is dropped. */
  const latestFetch = useRef(0);

  const fetchPage = useCallback(async (): Promise<void> => {
    const thisFetch = ++latestFetch.current;
    dispatch({ type: 'fetch-started' });
    const nowMs = serverNowMs();
    const { data, error } = await client
      .query(CallListDocument, {
        first: pageSize,
        after: query.after,
        filter: toFilter(query, nowMs),
        sort: { field: query.sort, direction: query.descending ? 'DESC' : 'ASC' },
      })
      .toPromise();
    if (thisFetch !== latestFetch.current) return;
    if (!data) {
      dispatch({ type: 'page-failed', message: describeFailure(error) });
      return;
    }
    const { hasNextPage, endCursor } = data.calls.pageInfo;
    dispatch({ type: 'page-received', rows: data.calls.nodes, nextCursor: hasNextPage ? endCursor : null, nowMs });
  }, [client, query, pageSize]);

  // Before the effect that fetches: a fetch must come after the subscription, or changes in between would be lost.
  useEffect(() => {
    const filter = toFilter(query, serverNowMs());
    const { unsubscribe } = client.subscription(CallsChangedDocument, { filter }).subscribe(({ data }) => {
      if (!data) return;
      const { passesFilter, ...call } = data.callChanged;
      dispatch({ type: 'call-changed', call, passesFilter });
    });
    return unsubscribe;
  }, [client, query]);

  useEffect(() => {
    dispatch({ type: 'query-changed', query });
    // The socket opens in four round trips. The first rows need not wait for it: the fetch after it catches what they missed.
    if (link.getState() === 'connecting') void fetchPage();
    const stopFetching = link.onSubscribed(() => void fetchPage());
    return () => {
      stopFetching();
      latestFetch.current++;
    };
  }, [link, query, fetchPage]);

  useEffect(() => {
    if (state.failure === null) return undefined;
    const timer = setTimeout(() => void fetchPage(), retryAfterMs);
    return () => clearTimeout(timer);
  }, [state.failure, fetchPage]);

  // Calls that come in or leave change the length of the page. Fetching cuts or fills it, so that the next page continues it.
  const isTooLong = state.rows.length >= 2 * pageSize;
  const isTooShort = !state.loading && state.nextCursor !== null && state.rows.length < pageSize / 2;
  useEffect(() => {
    if (isTooLong || isTooShort) void fetchPage();
  }, [isTooLong, isTooShort, fetchPage]);

  const refresh = useCallback(() => void fetchPage(), [fetchPage]);
  const hold = useCallback(() => dispatch({ type: 'held' }), []);
  const release = useCallback(() => dispatch({ type: 'released' }), []);
  return { ...state, refresh, hold, release };
}
