import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Client, Provider, fetchExchange, subscriptionExchange } from 'urql';
import { noteServerTime } from '../ui/server-clock.js';
import { type LiveLink, openLiveLink } from './live-link.js';

const reopenAfterMs = 5_000;

const openHere = (): LiveLink => openLiveLink(`${window.location.origin.replace(/^http/, 'ws')}/graphql`);

/** Results live in the reducers of the pages, which merge by version; a document cache beside them could only be older. */
const createApi = (link: LiveLink): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      noteServerTime(response.headers.get('date'));
      return response;
    },
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: link.subscribe({ query: query ?? '', variables: { ...variables } }, sink),
          }),
        }),
      }),
      fetchExchange,
    ],
  });

const LinkContext = createContext<LiveLink | null>(null);

/** The socket of this page. */
export function useLiveLink(): LiveLink {
  const link = useContext(LinkContext);
  if (!link) throw new Error('useLiveLink outside ApiProvider');
  return link;
}

/** Gives the pages their API, and a new one when the server refused the socket for good. */
export function ApiProvider({ children }: { children: ReactNode }): ReactNode {
  const [link, setLink] = useState(openHere);
  const client = useMemo(() => createApi(link), [link]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = link.onStateChange(() => {
      if (link.getState() === 'failed') timer = setTimeout(() => setLink(openHere()), reopenAfterMs);
    });
    return () => {
      off();
      clearTimeout(timer);
      link.close();
    };
  }, [link]);

  return (
    <LinkContext.Provider value={link}>
      <Provider value={client}>{children}</Provider>
    </LinkContext.Provider>
  );
}
