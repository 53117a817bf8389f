import { useCallback, useEffect, useReducer, useRef } from 'react';
import { CallListDocument, CallsChangedDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { serverNowMs } from '../../ui/server-clock.js';
import { useLiveLink } from '../../api/api.js';
import { type CallListState, callListState, loadingList } from './call-list-state.js';
import { type ListQuery, toFilter } from './list-query.js';

const retryAfterMs = 4_000;

/** One page of calls by the server's sort and filter, live. `refresh` fetches it anew without emptying it. */
export function useCalls(query: ListQuery, pageSize: number): CallListState & { refresh: () => void } {
  const client = useClient();
  const link = useLiveLink();
  const [state, dispatch] = useReducer(callListState, loadingList);
  const newest = useRef(0);

  const fetchPage = useCallback(async (): Promise<void> => {
    const request = ++newest.current;
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
    if (request !== newest.current) return;
    if (!data) {
      dispatch({ type: 'page-failed', message: error?.message ?? 'The server gave no answer.' });
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
    const off = link.whenCaughtUp(() => void fetchPage());
    return () => {
      off();
      newest.current++;
    };
  }, [link, query, fetchPage]);

  useEffect(() => {
    if (state.failure === null) return undefined;
    const timer = setTimeout(() => void fetchPage(), retryAfterMs);
    return () => clearTimeout(timer);
  }, [state.failure, fetchPage]);

  // New calls pile up on the first page; from time to time it is cut back to its size, so that the next page joins on.
  const overfull = state.rows.length >= 2 * pageSize;
  useEffect(() => {
    if (overfull) void fetchPage();
  }, [overfull, fetchPage]);

  const refresh = useCallback(() => void fetchPage(), [fetchPage]);
  return { ...state, refresh };
}
