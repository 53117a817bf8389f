import { useCallback } from 'react';
import { AgentsDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';

const maxSuggestions = 10;

/** Finds agents by the beginning of their id or of a word in it. Finds none when the server cannot answer. */
export function useAgentSuggestions(): (text: string) => Promise<readonly string[]> {
  const client = useClient();
  return useCallback(
    async (prefix) => {
      const { data } = await client.query(AgentsDocument, { prefix, first: maxSuggestions }).toPromise();
      return data?.agents ?? [];
    },
    [client],
  );
}
