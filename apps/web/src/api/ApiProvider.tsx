import { type ReactNode, createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { createApiClient } from './create-api-client.js';
import { type LiveLink, openLiveLink } from './live-link.js';
import { refreshSession, useSession } from './session/session-store.js';

const reopenAfterMs = 5_000;

const openLink = (lostSinceMs: number | null): LiveLink =>
  openLiveLink(`${window.location.origin.replace(/^http/, 'ws')}/graphql`, lostSinceMs);

const LinkContext = createContext<LiveLink | null>(null);

/** The WebSocket that all subscriptions share. */
export function useLiveLink(): LiveLink {
  const link = useContext(LinkContext);
  if (!link) throw new Error('useLiveLink needs ApiProvider above it');
  return link;
}

/**
 * Provides the API to the pages. Opens a new WebSocket after the server refused the current one for good, and after a new
 * sign-in: the server closes the sockets of a session that ends.
 */
export function ApiProvider({ children }: { children: ReactNode }): ReactNode {
  const [link, setLink] = useState(() => openLink(null));
  const client = useMemo(() => createApiClient(link), [link]);
  const isSignedIn = useSession().kind === 'signed-in';
  const wasSignedIn = useRef(isSignedIn);

  useEffect(() => {
    if (isSignedIn && !wasSignedIn.current) setLink(openLink(link.getLostSinceMs()));
    wasSignedIn.current = isSignedIn;
    if (!isSignedIn) return link.close();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopListening = link.onStateChange(() => {
      if (link.getState() === 'live') return;
      // The browser does not say why a socket was refused.
      void refreshSession();
      if (link.getState() === 'failed')
        timer = setTimeout(() => setLink(openLink(link.getLostSinceMs())), reopenAfterMs);
    });
    return () => {
      stopListening();
      clearTimeout(timer);
      link.close();
    };
  }, [link, isSignedIn]);

  return (
    <LinkContext value={link}>
      <Provider value={client}>{children}</Provider>
    </LinkContext>
  );
}
