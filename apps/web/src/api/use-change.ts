import type { AnyVariables, TypedDocumentNode } from 'urql';
import { useClient } from 'urql';
import { describeRefusedChange } from './describe-refused-change.js';

/** What the server answered to a change, or why it made none, in words for the reader. */
export type Changed<T> =
  { readonly data: T; readonly problem: null } | { readonly data: null; readonly problem: string };

/**
 * Sends changes. `onAnswer` is called whatever comes of one: somebody else may have changed the same thing, so that what the page
 * shows is out of date after a refusal, too.
 */
export function useChange(onAnswer: () => void) {
  const client = useClient();
  return async <T, V extends AnyVariables>(document: TypedDocumentNode<T, V>, variables: V): Promise<Changed<T>> => {
    const { data, error } = await client.mutation(document, variables).toPromise();
    onAnswer();
    return data && !error ? { data, problem: null } : { data: null, problem: describeRefusedChange(error) };
  };
}

export type SendChange = ReturnType<typeof useChange>;
