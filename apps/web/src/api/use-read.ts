import { useCallback, useEffect, useState } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useQuery } from 'urql';
import { retryAfterMs } from './describe-failure.js';

export interface ReadState<T> {
  /** The last answer. It stays while the next one is on its way, and after a failure. Undefined before the first one. */
  readonly data: T | undefined;
  /** Why the last question failed. It is asked again every few seconds. */
  readonly error: CombinedError | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Asks the server for something that a page shows. */
export function useRead<T, V extends AnyVariables>(query: TypedDocumentNode<T, V>, variables: V): ReadState<T> {
  const [{ data, error, fetching }, execute] = useQuery<T, AnyVariables>({ query, variables });
  const [shown, setShown] = useState(data);
  if (data !== undefined && data !== shown) setShown(data);
  const reload = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  useEffect(() => {
    if (error === undefined || fetching) return undefined;
    const timer = setTimeout(reload, retryAfterMs);
    return () => clearTimeout(timer);
  }, [error, fetching, reload]);
  return { data: shown, error, isLoading: fetching, reload };
}
