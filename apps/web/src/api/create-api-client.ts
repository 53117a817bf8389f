import { Client, fetchExchange, subscriptionExchange } from 'urql';
import type { LiveLink } from './live-link.js';
import { recordServerTime } from './server-clock.js';
import { readSession, refreshSession, whenSignedIn } from './session/session-store.js';

/**
 * Sends a request of the API. If the session has ended, the request waits for the next sign-in and is sent again: the server
 * refused it before it did anything, and the reader loses nothing.
 */
async function sendWhenSignedIn(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  await whenSignedIn(init?.signal);
  const response = await fetch(input, init);
  recordServerTime(response.headers.get('date'));
  if (response.status !== 401) return response;
  await refreshSession();
  return readSession().kind === 'signed-in' ? response : sendWhenSignedIn(input, init);
}

/** Has no document cache: the reducers of the pages merge results by version, and a cache could only be older. */
export const createApiClient = (link: LiveLink): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetch: sendWhenSignedIn,
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
