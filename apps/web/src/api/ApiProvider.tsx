import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Client, Provider, fetchExchange, subscriptionExchange } from 'urql';
import { type LiveLink, openLiveLink } from './live-link.js';
import { recordServerTime } from './server-clock.js';
import { recordAnswerStatus, useSignInNeed } from './sign-in-need.js';

const reopenAfterMs = 5_000;

const openLink = (lostSinceMs: number | null): LiveLink =>
  openLiveLink(`${window.location.origin.replace(/^http/, 'ws')}/graphql`, lostSinceMs);

/** Has no document cache: the reducers of the pages merge results by version, and a cache could only be older. */
const createApiClient = (link: LiveLink): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      recordServerTime(response.headers.get('date'));
      recordAnswerStatus(response.status);
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

/** The WebSocket that all subscriptions share. */
export function useLiveLink(): LiveLink {
  const link = useContext(LinkContext);
  if (!link) throw new Error('useLiveLink needs ApiProvider above it');
  return link;
}

/**
 * Provides the API to the pages. Opens a new WebSocket after the server refused the current one for good, but none where
 * somebody has to sign in first.
 */
export function ApiProvider({ children }: { children: ReactNode }): ReactNode {
  const [link, setLink] = useState(() => openLink(null));
  const client = useMemo(() => createApiClient(link), [link]);
  const needsSignIn = useSignInNeed();

  useEffect(() => {
    if (needsSignIn) return link.close();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopListening = link.onStateChange(() => {
      if (link.getState() === 'failed')
        timer = setTimeout(() => setLink(openLink(link.getLostSinceMs())), reopenAfterMs);
    });
    return () => {
      stopListening();
      clearTimeout(timer);
      link.close();
    };
  }, [link, needsSignIn]);

  return (
    <LinkContext value={link}>
      <Provider value={client}>{children}</Provider>
    </LinkContext>
  );
}
