import { useCallback } from 'react';
import { foldText } from '@earshot/domain';
import { CallListDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';

const searchedCalls = 50;

/** Finds agents whose id contains a text, without regard to case and accents. Finds none when the server cannot answer. */
export function useAgentSuggestions(): (text: string) => Promise<readonly string[]> {
  const client = useClient();
  return useCallback(
    async (text) => {
      const { data } = await client.query(CallListDocument, { first: searchedCalls, filter: { text } }).toPromise();
      const agents = (data?.calls.nodes ?? []).flatMap(({ agentId }) => (agentId === null ? [] : [agentId]));
      const fitting = agents.filter((agent) => foldText(agent).includes(foldText(text)));
      return [...new Set(fitting)].toSorted((a, b) => a.localeCompare(b));
    },
    [client],
  );
}
