/** The pages of the application. */
export type Route = { page: 'calls' } | { page: 'call'; id: string } | { page: 'unknown' };

/** Path of a call's page. A call id is whatever its source chose, so it is encoded. */
export const callPath = (id: string): string => `/calls/${encodeURIComponent(id)}`;

/** Which page a path means; a path that cannot be decoded is unknown, never an exception. */
export function parseRoute(path: string): Route {
  if (path === '/' || path === '/calls' || path === '/calls/') return { page: 'calls' };
  const encoded = /^\/calls\/([^/]+)\/?$/.exec(path)?.[1];
  if (encoded === undefined) return { page: 'unknown' };
  try {
    return { page: 'call', id: decodeURIComponent(encoded) };
  } catch {
    return { page: 'unknown' };
  }
}
