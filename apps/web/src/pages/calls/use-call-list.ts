import { useCallback, useEffect, useReducer, useRef } from 'react';
import { CallListDocument, CallsChangedDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { useLiveLink } from '../../api/ApiProvider.js';
import { describeFailure, retryAfterMs } from '../../api/describe-failure.js';
import { serverNowMs } from '../../api/server-clock.js';
import { type CallListState, loadingList, reduceCallList } from './call-list-state.js';
import { type ListQuery, toFilter } from './list-query.js';

/** One page of calls with the server's sort and filter, kept up to date. `refresh` fetches it again and keeps the rows. */
export function useCallList(query: ListQuery, pageSize: number): CallListState & { refresh: () => void } {
  const client = useClient();
  const link = useLiveLink();
  const [state, dispatch] = useReducer(reduceCallList, loadingList);
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

  useEffect(() => {
    const { unsubscribe } = client.subscription(CallsChangedDocument, {}).subscribe(({ data }) => {
      if (data) dispatch({ type: 'call-changed', call: data.callChanged });
    });
    return unsubscribe;
  }, [client]);

  useEffect(() => {
    dispatch({ type: 'query-changed', query });
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

  // New calls make the first page longer. Fetching cuts it to its size again, so that the next page continues it.
  const isTooLong = state.rows.length >= 2 * pageSize;
  useEffect(() => {
    if (isTooLong) void fetchPage();
  }, [isTooLong, fetchPage]);

  const refresh = useCallback(() => void fetchPage(), [fetchPage]);
  return { ...state, refresh };
}
